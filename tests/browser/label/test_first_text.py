"""How many calls one after another the first text waits for: each takes seconds on a bad line."""

from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow


@pytest.fixture
def project(service: Service) -> int:
    made = service.project("Bad line", ["a", "b"], [f"Text {number}" for number in range(60)])
    service.expect_ranked(made)
    return made


def test_the_first_text_waits_for_two_calls_one_after_another(page: Page, project: int) -> None:
    """Of an address, where somebody is signed in and nothing is cached: the page, then all else at
    once. While not a byte of a script has come, what the screen asks is on its way."""
    page.goto("/")  # on this device somebody is signed in
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    held: dict[str, Route] = {}
    opened = f"/projects/{project}/label"

    def hold(route: Route) -> None:
        path = urlsplit(route.request.url).path
        if path == opened:
            route.continue_()
        else:
            held[path] = route

    page.route("**/*", hold)
    page.goto(opened, wait_until="commit")
    api = "/api/v1"
    asked = {f"{api}/session", f"{api}/projects/{project}", f"{api}/projects/{project}/assignments"}

    def all_is_asked() -> bool:
        page.wait_for_timeout(50)
        kinds = {path.rpartition(".")[2] for path in held if path.startswith("/assets/")}
        return held.keys() >= asked and kinds >= {"js", "css"}

    until(all_is_asked, "what the first text takes")
    second = dict(held)
    assert len([path for path in second if not path.startswith("/icon")]) <= 6, (
        "browsers have six connections: what is more waits for one of them"
    )
    for route in second.values():
        route.continue_()
    expect(page.get_by_role("region", name="Text to label")).to_contain_text("Text")


def test_what_was_asked_ahead_is_asked_once(page: Page, project: int) -> None:
    page.goto("/")
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    calls: list[str] = []
    bodies: list[str | None] = []

    def note(request: Request) -> None:
        calls.append(urlsplit(request.url).path)
        if calls[-1].endswith("/assignments"):
            bodies.append(request.post_data)

    page.on("request", note)
    screen = LabellingScreen(page, project)
    screen.press("1")
    screen.all_saved()
    for path in ("/session", f"/projects/{project}"):
        assert calls.count(f"/api/v1{path}") == 1
    assert bodies.count(bodies[0]) == 1, "what the page asks first is what was asked ahead"
    screen.page.reload()
    expect(screen.answers).to_be_visible()
    screen.press("2")
    screen.all_saved()
