"""? opens on every screen, and lists the keys that are heard there."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import ANIMALS, animal_texts
from tests.browser.looking import ROOT
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

SOURCE = ROOT / "frontend" / "src"
EVERYWHERE = {"All keys", "Close what is open"}
PROJECT = {"Next tab", "Previous tab", "Label texts"}
SCREENS = {
    "/sign-in": set[str](),
    "/invite": set[str](),
    "/": {"New project"},
    "/projects/new": set[str](),
    "/projects/:id/label": {"Skip", "Guidelines", "Give the answer with that key"},
    "/projects/:id/answers": {"Next text", "Back to labelling", "Back to the list"},
    "/projects/:id/hunt/:of": {"It is one", "It is none", "Save a text of several lines"},
    "/projects/:id": PROJECT,
    "/projects/:id/items": PROJECT | {"Next text", "Mark all that match", "Back to the list"},
    "/projects/:id/review": PROJECT | {"Keep the label", "Another list"},
    "/projects/:id/quality": PROJECT,
    "/projects/:id/model": PROJECT,
    "/projects/:id/settings": PROJECT | {"Next section", "Save", "Move a class"},
    "/nowhere": set[str](),
}
"""What the sheet of each screen has to have; `:id` and `:of` are a project and its class."""


def test_every_route_is_walked_here() -> None:
    app = re.findall(r'<Route path="([^"]+)"', (SOURCE / "App.tsx").read_text())
    tabs = re.findall(r'path: "([^"]*)"', (SOURCE / "screens/project/tabs.ts").read_text())
    routes = {path for path in app if not path.endswith("*?")} - {"/projects"}  # leads to "/"
    routes |= {f"/projects/:id{path}" for path in tabs}
    assert routes == SCREENS.keys() - {"/nowhere"}


def test_the_sheet_opens_everywhere_with_what_works_there(service: Service, page: Page) -> None:
    project = service.project("Keys", ANIMALS.values(), animal_texts(30))
    of = service.http.get(f"/projects/{project}").json()["classes"][0]["id"]
    found = {}
    for path, wanted in SCREENS.items():
        page.goto(path.replace(":id", str(project)).replace(":of", str(of)))
        found[path] = sheet_of(page, wanted | EVERYWHERE)
    of_labelling = found["/projects/:id/label"] - EVERYWHERE
    assert not of_labelling & found["/projects/:id/settings"]
    assert found["/sign-in"] == found["/nowhere"] == EVERYWHERE


def sheet_of(page: Page, wanted: set[str]) -> set[str]:
    """What the sheet lists, once the screen is there with all that is wanted."""
    sheet = page.get_by_role("dialog", name="Keys")
    found: set[str] = set()

    def complete() -> bool:
        if sheet.is_visible():
            found.update(sheet.get_by_role("term").all_inner_texts())
            page.keyboard.press("Escape")
            expect(sheet).to_be_hidden()
        else:
            page.keyboard.press("?")
        return wanted <= found

    until(complete, f"all keys of {page.url}: {wanted}")
    return found


def test_keys_lead_through_a_project(service: Service, page: Page) -> None:
    project = service.project("Led", ANIMALS.values(), animal_texts(3))
    page.goto(f"/projects/{project}")
    expect(page.get_by_role("link", name="Overview", exact=True)).to_have_attribute(
        "aria-current", "page"
    )
    page.keyboard.press("Shift+ArrowRight")
    expect(page).to_have_url(re.compile(f"/projects/{project}/items$"))
    page.keyboard.press("Shift+ArrowLeft")
    expect(page).to_have_url(re.compile(f"/projects/{project}$"))
    page.keyboard.press("Shift+L")
    expect(page).to_have_url(re.compile(f"/projects/{project}/label$"))
    page.goto("/")
    expect(page.get_by_role("link", name="New project")).to_be_visible()
    page.keyboard.press("n")
    expect(page).to_have_url(re.compile("/projects/new$"))
