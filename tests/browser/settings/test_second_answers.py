"""Second answers where they pay, as the settings have them."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.looking import look
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow


def test_second_answers_say_why_there_are_none(page: Page, service: Service) -> None:
    """By keyboard, and it stays."""
    project = service.project("Support", ["Refund", "Other"], ["My card.", "My money."])
    page.goto(f"/projects/{project}/settings")
    page.get_by_label("Second answers").focus()
    page.keyboard.press("ArrowDown")
    expect(page.get_by_label("Second answers")).to_have_value("1")
    expect(page.get_by_text("This starts once two people have labelled")).to_be_visible()
    page.reload()
    expect(page.get_by_label("Second answers")).to_have_value("1")
    expect(page.get_by_text("This starts once two people have labelled")).to_be_visible()
    page.get_by_label("Second answers").scroll_into_view_if_needed()
    assert look(page, "second-answers") == []
