"""Why a setting was refused stands beside its field until somebody touches that."""

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.service_process import Service
from tests.browser.settings.test_settings import CLASSES, TEXTS

pytestmark = pytest.mark.slow


@pytest.fixture
def project(service: Service) -> int:
    return service.project("Support", CLASSES, TEXTS)


def test_of_a_class(settings: Page) -> None:
    """Written in, left unchanged or given up; another field of the class is none of it."""
    field, why = settings.get_by_label("Name of Other"), settings.get_by_role("alert")

    def refuse() -> None:
        field.fill("REFUND")
        settings.keyboard.press("Enter")
        expect(why).to_contain_text("ames must differ in more than capitals")
        expect(field).to_be_focused()

    refuse()
    settings.get_by_label("Description of Other").press("Escape")
    expect(why).to_be_hidden()  # the name was left as it is
    refuse()
    field.press("Escape")
    expect(why).to_be_hidden()
    refuse()
    field.press_sequentially("s")
    expect(why).to_be_hidden()
    expect(field).to_have_value("Others")
    field.press("Escape")

    field.fill("REFUND")
    field.press("Tab")
    expect(why).to_be_visible()
    settings.get_by_label("Description of Other").press("Tab")
    expect(why).to_be_visible()

    new = settings.get_by_label("Name of a new class")
    new.fill("refund")
    new.press("Enter")
    done = settings.get_by_role("region", name="Classes").get_by_role("status")
    expect(done).to_contain_text("ames must differ in more than capitals")
    new.press_sequentially("D")
    expect(done).to_be_empty()


def test_of_the_project(settings: Page, project: int) -> None:
    name = settings.get_by_label("Name", exact=True)
    line = settings.get_by_role("region", name="Project").get_by_role("status")
    settings.route(f"**/projects/{project}", _refuse_changes)
    for touch in ("x", "Escape", "Tab"):
        name.fill("Another")
        name.press("Enter")
        expect(line).to_have_text("Not so.")
        name.press(touch)
        expect(line).to_be_empty()
        settings.keyboard.press("Escape")

    target = settings.get_by_label("Target", exact=True)
    # The first is that of the figure it goes by.
    goal = settings.get_by_role("region", name="Goal and price").get_by_role("status").nth(1)
    target.fill("all")
    target.press("Tab")
    expect(goal).not_to_be_empty()
    target.press("Tab")
    expect(goal).not_to_be_empty()
    expect(target).to_have_value("all")
    target.press("Escape")
    expect(goal).to_be_empty()
    expect(target).to_have_value("")


def _refuse_changes(route: Route) -> None:
    if route.request.method == "PATCH":
        route.fulfill(status=409, json={"title": "Conflict", "status": 409, "detail": "Not so."})
    else:
        route.continue_()
