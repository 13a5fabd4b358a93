"""Texts that may have several classes, or none: from a file to labels, by keys and touch."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import NewPage
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import in_every_size
from tests.browser.new_project.new_project_screen import NewProjectScreen
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

TEXTS = [f"Ticket {number} about this and that, said twice" for number in range(40)]
FEW = ["Refund", "Card issue", "Delivery", "Account"]


def topics(count: int) -> list[str]:
    areas = ["account", "card", "delivery", "exchange", "invoice", "refund"]
    things = [f"{area}_{what}" for what in range(1, 26) for area in areas]
    return things[:count]


def chosen(page: Page) -> Locator:
    return page.locator("#answers [aria-pressed=true]")


def labels(service: Service, project: int) -> dict[str, list[str]]:
    lines = service.http.get(f"/projects/{project}/export").text.splitlines()
    return {line["text"]: line["label"] for line in map(json.loads, lines)}


def test_a_campaign_by_keyboard(page: Page, service: Service) -> None:
    known = [["Refund"], [], ["Card issue", "Refund"], ["Delivery"], ["Account", "Delivery"]]
    rows = [{"text": text, "topics": known[n % 5]} for n, text in enumerate(TEXTS)]
    screen = NewProjectScreen(page)
    screen.drop("tickets.jsonl", "\n".join(map(json.dumps, rows)).encode())
    kind = screen.answers.get_by_role("radio", name=re.compile("Any number of classes"))
    expect(kind).to_be_checked()
    screen.take_classes_from("topics")
    screen.expect_names("Account", "Card issue", "Delivery", "Refund")
    wrong = in_every_size(page, "sets-new")
    project = screen.start()

    at = LabellingScreen(page, project)
    save = page.get_by_role("button", name="None of them")
    expect(save).to_be_visible()
    none = at.press("Enter")
    page.keyboard.press("2")
    page.keyboard.press("4")
    page.keyboard.press("2")
    page.keyboard.press("1")
    expect(chosen(page)).to_have_count(2)
    expect(page.get_by_role("button", name="Save 2")).to_be_visible()
    two = at.press("Enter")
    expect(chosen(page)).to_have_count(0)
    expect(at.footer).to_contain_text("Refund, Account")
    third = at.text
    page.keyboard.press("3")
    expect(at.footer).to_contain_text("clear the choice")
    page.keyboard.press("Backspace")
    expect(chosen(page)).to_have_count(0)
    at.expect_text(third)
    page.keyboard.press("Backspace")
    at.expect_text(two)
    expect(chosen(page)).to_have_count(2)
    page.keyboard.press("4")
    page.keyboard.press("Backspace")
    expect(chosen(page)).to_contain_text(["Account", "Refund"])
    page.keyboard.press("4")
    page.keyboard.press("3")
    assert at.press("Enter") == two
    at.all_saved()
    assert labels(service, project) == {none: [], two: ["Account", "Delivery"]}
    assert wrong == []


@pytest.mark.parametrize("count", [4, 30, 150])
def test_choosing_among(page: Page, service: Service, count: int) -> None:
    classes = FEW if count == 4 else topics(count)
    # With suggestions the digits of a long list are theirs.
    kind = {"answer_kind": "multi_label", "suggestions": False}
    project = service.project(f"Tickets, {count} topics", classes, TEXTS, **kind)
    at = LabellingScreen(page, project)
    page.keyboard.press("2")
    if count > 10:
        page.keyboard.type("/refund 5")
        expect(page.get_by_role("combobox")).to_have_value("refund 5")
        page.keyboard.press("Enter")
        expect(page.get_by_role("group", name="Chosen")).to_contain_text("refund 5")
    else:
        page.keyboard.press("3")
    expect(chosen(page)).to_have_count(2)
    wrong = in_every_size(page, f"sets-{count}")
    if count > 10:
        page.keyboard.press("/")
        page.keyboard.type("card")
        expect(page.get_by_role("option").first).to_be_visible()
        wrong += in_every_size(page, f"sets-{count}-finding")
        page.keyboard.press("Escape")
    assert at.press("Enter")
    at.all_saved()
    second = classes[2] if count == 4 else "refund_5"
    assert [*labels(service, project).values()] == [sorted([classes[1], second])]
    assert wrong == []


def test_by_touch(new_page: NewPage, service: Service, signed_in: object) -> None:
    project = service.project("By touch", FEW, TEXTS, answer_kind="multi_label")
    page = new_page(storage_state=signed_in, viewport={"width": 390, "height": 844}, has_touch=True)
    at = LabellingScreen(page, project)
    before = at.text
    page.wait_for_timeout(200)  # a tap sooner than a text can be read isn't meant for it
    for name in ("Card issue", "Account", "Card issue"):
        page.get_by_role("button", name=name).tap()
    expect(chosen(page)).to_have_count(1)
    expect(chosen(page)).to_contain_text("Account")
    page.get_by_role("button", name="Save 1").tap()
    expect(at.shown).not_to_have_text(before, use_inner_text=True)
    at.all_saved()
    assert labels(service, project) == {before: ["Account"]}
