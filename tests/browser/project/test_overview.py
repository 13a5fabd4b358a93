"""The overview of a project without texts, and of one with many classes."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

TAB_STOPS = "list => list.querySelectorAll('a, button, [tabindex=\"0\"]').length"
SCROLLS = "list => list.scrollHeight > list.clientHeight + 1"


def test_an_empty_project_asks_for_texts_first(service: Service, page: Page) -> None:
    empty = service.project("No texts yet", ["a", "b"], [])
    page.goto(f"/projects/{empty}")
    actions = page.get_by_role("banner").get_by_role("button")
    expect(actions).to_have_text(["admin", "Add texts", "Invite", "Export"])
    actions.nth(1).click()
    expect(page.get_by_role("dialog", name="Add data")).to_be_visible()
    page.goto(f"/projects/{service.project('With texts', ['a', 'b'], animal_texts(9))}")
    expect(page.get_by_role("link", name="Label", exact=True)).to_be_visible()
    expect(page.get_by_role("button", name="Add texts")).to_have_count(0)


def test_of_many_classes_those_that_lack_labels_are_shown_and_all_if_one_asks(
    service: Service, page: Page
) -> None:
    many = service.project("Many", [f"class {n}" for n in range(77)], animal_texts(30))
    page.goto(f"/projects/{many}")
    listed = page.get_by_role("list", name="Labels of each class")
    expect(listed.get_by_role("listitem")).to_have_count(8)
    assert listed.evaluate(TAB_STOPS) == 8
    assert not listed.evaluate(SCROLLS)
    assert in_every_size(page, "overview-many-classes") == []
    page.get_by_role("button", name="Show all 77").click()
    expect(listed.get_by_role("listitem")).to_have_count(77)
    assert not listed.evaluate(SCROLLS), "the page does, no box in it"
    assert in_every_size(page, "overview-all-classes") == []
    page.get_by_role("button", name="Show fewer").click()
    expect(listed.get_by_role("listitem")).to_have_count(8)


def test_money_is_shown_in_the_currency_that_one_chooses(service: Service, page: Page) -> None:
    priced = service.project("Priced", ["bird", "cat", "dog"], animal_texts(30), price_per_label=2)
    label(service, priced, 3, animal)
    page.goto(f"/projects/{priced}")
    cost = page.get_by_role("region", name="What it cost")
    expect(cost).to_contain_text("at a cost of €6.00")
    page.goto(f"/projects/{priced}/settings")
    chosen = page.get_by_label("Currency")
    expect(chosen.locator("option:checked")).to_have_text("EUR: Euro")
    chosen.select_option(label="USD: US Dollar")
    expect(page.get_by_role("region", name="Goal and price")).to_contain_text("Saved")
    page.goto(f"/projects/{priced}")
    expect(cost).to_contain_text("at a cost of $6.00")


def test_a_line_that_names_the_settings_leads_there(service: Service, page: Page) -> None:
    project = service.project("Over", ["bird", "cat"], animal_texts(9))
    service.http.patch(f"/projects/{project}", json={"state": "archived"}).raise_for_status()
    page.goto(f"/projects/{project}")
    page.get_by_role("main").get_by_role("link", name="Settings", exact=True).click()
    expect(page).to_have_url(re.compile(r"/settings$"))


def test_lines_that_were_left_out_are_shown_with_the_reason(service: Service, page: Page) -> None:
    partly = service.project("Partly", ["a", "b"], ["fine", ""])
    page.goto(f"/projects/{partly}")
    page.get_by_role("button", name="See which").click()
    expect(page.get_by_role("dialog")).to_contain_text("Line 2: 'text' is empty")
