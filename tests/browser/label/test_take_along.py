"""Texts are taken along, labelled after a reload without a network, and leave the device."""

from typing import Any

import pytest
from playwright.sync_api import Page, StorageState, expect

from tests.browser.campaign import animal_texts
from tests.browser.conftest import NewPage
from tests.browser.label.labelling_screen import NOTHING_TO_SEND, LabellingScreen
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

CLASSES = ["bird", "cat", "dog"]
ON_THE_DEVICE = """async () => [...await caches.keys(), ...Object.keys(localStorage)]
  .filter((key) => key.startsWith("postil.taken"))"""


@pytest.fixture
def page(new_page: NewPage, signed_in: StorageState) -> Page:
    """A browser that keeps the page on the device."""
    return new_page(storage_state=signed_in, service_workers="allow")


@pytest.fixture
def project(service: Service) -> int:
    return service.project("Away", CLASSES, animal_texts(40), strategy="random")


@pytest.fixture
def screen(page: Page, project: int) -> LabellingScreen:
    return LabellingScreen(page, project)


def joined(page: Page, service: Service, project: int, name: str) -> LabellingScreen:
    page.goto(service.invitation(project))
    page.get_by_label("Your name").fill(name)
    page.keyboard.press("Enter")
    page.wait_for_url("**/label")
    return LabellingScreen(page, project)


def open_dialog(page: Page, item: str) -> Any:
    page.get_by_role("button", name="More").click()
    page.get_by_role("menuitem", name=item).click()
    return page.get_by_role("dialog")


def take_along(page: Page, many: str = "20", hours: str = "2 hours") -> Any:
    dialog = open_dialog(page, "Take texts along")
    dialog.get_by_label(many, exact=True).check()
    dialog.get_by_label(hours, exact=True).check()
    dialog.get_by_role("button", name="Take along").click()
    expect(dialog.get_by_role("heading")).to_contain_text("taken along")
    return dialog


def kept(page: Page) -> list[str]:
    return list(page.evaluate(ON_THE_DEVICE))


def reload_offline(screen: LabellingScreen) -> None:
    screen.page.context.set_offline(True)
    screen.page.reload()
    expect(screen.answers).to_be_visible()


def test_texts_taken_along_are_labelled_after_a_reload_without_a_network(
    service: Service, project: int, screen: LabellingScreen
) -> None:
    page = screen.page
    assert kept(page) == []
    dialog = take_along(page)
    expect(dialog.get_by_role("heading")).to_have_text("20 texts taken along")
    page.keyboard.press("Escape")
    first = screen.text
    reload_offline(screen)
    screen.expect_text(first)
    given = {screen.press(str(turn + 1)): CLASSES[turn] for turn in range(3)}
    skipped = screen.press("Space")
    expect(screen.saved).to_contain_text("kept on this device")
    page.reload()
    expect(screen.answers).to_be_visible()
    assert screen.text not in {*given, skipped}
    expect(screen.saved).to_contain_text("kept on this device")
    page.context.set_offline(False)
    page.wait_for_function(NOTHING_TO_SEND)
    service.expect_labels(project, given)
    items = [row for row in service.export(project, everything=True).values() if row["label"]]
    assert len(items) == 3
    page.reload()
    dialog = open_dialog(page, "16 texts on this device")
    dialog.get_by_role("button", name="Give back").click()
    expect(dialog).to_be_hidden()
    until(lambda: kept(page) == [], "a device without texts")


def test_whoever_signs_out_leaves_nothing_behind(
    service: Service, project: int, new_page: NewPage
) -> None:
    screen = joined(new_page(service_workers="allow"), service, project, "Ann away")
    page = screen.page
    take_along(page)
    until(lambda: len(kept(page)) == 2, "two texts on the device")
    page.keyboard.press("Escape")
    page.goto("/")
    page.get_by_role("button", name="Ann away").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="not signed in")).to_be_visible()
    until(lambda: kept(page) == [], "a device without texts")


def test_when_the_time_is_over_the_texts_are_gone(project: int, page: Page) -> None:
    page.clock.install()
    screen = LabellingScreen(page, project)
    take_along(page)
    page.keyboard.press("Escape")
    before = screen.text
    page.clock.fast_forward("02:00:01")
    until(lambda: kept(page) == [], "a device without texts")
    screen.expect_text(before)
    page.reload()
    expect(screen.answers).to_be_visible()


def test_texts_of_somebody_who_was_removed_leave_the_device(
    service: Service, project: int, new_page: NewPage
) -> None:
    screen = joined(new_page(service_workers="allow"), service, project, "Ben away")
    page = screen.page
    take_along(page)
    page.keyboard.press("Escape")
    page.context.set_offline(True)
    http = service.http
    [ben] = [
        each
        for each in http.get(f"/projects/{project}/members").json()["results"]
        if each["name"] == "Ben away"
    ]
    http.delete(f"/projects/{project}/members/{ben['user_id']}").raise_for_status()
    page.goto("/")
    expect(page.get_by_role("link", name="texts you took along")).to_be_visible()
    page.context.set_offline(False)
    page.reload()
    until(lambda: kept(page) == [], "a device without texts")


@pytest.mark.parametrize("what", ["choose", "left"])
def test_how_it_looks(screen: LabellingScreen, what: str) -> None:
    page = screen.page
    if what == "left":
        take_along(page)
    else:
        open_dialog(page, "Take texts along")
    assert in_every_size(page, f"take-along-{what}") == []
