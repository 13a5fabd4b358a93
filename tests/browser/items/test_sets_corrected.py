"""Answers that are sets of classes, looked at again: in the list of texts and in the review."""

import json
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.items.items_screen import ItemsScreen
from tests.browser.label.test_several_labels import FEW, TEXTS, chosen, topics
from tests.browser.looking import in_every_size
from tests.browser.review.reviewing import Person, ReviewScreen
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow
KIND = {"answer_kind": "multi_label", "overlap": 2, "strategy": "random"}


class Twice:
    """Two people answered every text: to six they gave other classes."""

    def __init__(self, service: Service, classes: list[str]) -> None:
        self.classes = classes
        self.project = service.project(f"Sets of {len(classes)}", classes, TEXTS, **KIND)
        Person(service, self.project, "Ann").label(40, lambda _: classes[:2])
        Person(service, self.project, "Ben").label(40, self.ben)

    def ben(self, text: str) -> list[str]:
        return self.classes[1:3] if text in TEXTS[:6] else self.classes[:2]


def answer_box(page: Page) -> Locator:
    return page.get_by_role("dialog", name=re.compile("^Classes of"))


def labels(service: Service, project: int) -> dict[str, list[str]]:
    lines = service.http.get(f"/projects/{project}/export").text.splitlines()
    return {line["text"]: line["label"] for line in map(json.loads, lines)}


@pytest.fixture(scope="module")
def twice(service: Service) -> Twice:
    return Twice(service, FEW)


def test_what_people_disagree_on_is_decided(service: Service, twice: Twice, page: Page) -> None:
    screen = ReviewScreen(page, twice.project, "disagreements")
    decided = {screen.text: ["Card issue", "Refund"]}
    expect(screen.desk.get_by_role("button", name="Card issue, Refund")).to_be_visible()
    expect(screen.desk.get_by_role("button", name="Card issue, Delivery")).to_be_visible()
    wrong = in_every_size(page, "sets-review")
    key = screen.desk.get_by_role("button", name="Card issue, Refund").locator("kbd").inner_text()
    screen.decide(key)
    another = screen.text
    screen.press("c")
    expect(answer_box(page)).to_contain_text(another)
    page.keyboard.press("4")
    wrong += in_every_size(page, "sets-review-another")
    for on in chosen(page).all_inner_texts():
        if "Account" not in on:
            page.keyboard.press(str(1 + next(n for n, c in enumerate(FEW) if c in on)))
    expect(page.get_by_role("button", name="Save 1")).to_be_visible()
    screen.decide("Enter")
    expect(answer_box(page)).to_be_hidden()
    decided[another] = ["Account"]
    nothing = screen.text
    screen.press("c")
    expect(answer_box(page)).to_contain_text(nothing)
    for on in chosen(page).all_inner_texts():
        page.keyboard.press(str(1 + next(n for n, c in enumerate(FEW) if c in on)))
    expect(page.get_by_role("button", name="None of them")).to_be_visible()
    screen.decide("Enter")
    expect(screen.foot).to_contain_text("undo: decided none")
    screen.press("Backspace")
    assert screen.text == nothing
    screen.all_saved()
    found = labels(service, twice.project)
    assert {text: found[text] for text in decided} == decided
    screen.go("Agreement")
    expect(page.get_by_text("agree in part")).to_be_visible()
    assert wrong == []


def test_a_set_is_changed_in_the_list(service: Service, twice: Twice, page: Page) -> None:
    screen = ItemsScreen(page, twice.project, "?state=settled&class=Refund")
    screen.press("j", "Enter")
    expect(screen.panel).to_contain_text("Card issue, Refund")
    text = screen.panel.get_by_role("paragraph").first.inner_text()
    screen.press("l")
    box = answer_box(page)
    expect(chosen(page)).to_have_count(2)
    expect(box).to_contain_text("no change")
    page.keyboard.press("3")
    expect(box).to_contain_text("Card issue, Delivery, Refund: changes 1")
    wrong = in_every_size(page, "sets-items-one")
    page.keyboard.press("Enter")
    expect(box).to_be_hidden()
    screen.all_saved()
    assert labels(service, twice.project)[text] == ["Card issue", "Delivery", "Refund"]
    screen.press("Backspace")
    expect(screen.panel.get_by_text("Card issue, Refund").first).to_be_visible()

    screen.press("Escape", "x", "Shift+j", "Shift+j")
    expect(screen.bar).to_contain_text("3 texts marked")
    marked = [row.locator("[dir=auto]").inner_text() for row in screen.rows.all()[:3]]
    wrong += in_every_size(page, "sets-items-marked")
    screen.press("l")
    expect(box).to_have_accessible_name("Classes of 3 texts")
    page.keyboard.press("1")
    page.keyboard.press("2")
    expect(box).to_contain_text("none: changes 3")
    page.keyboard.press("Escape")
    expect(box).to_be_hidden()
    screen.press("l")
    expect(box).to_be_visible()
    screen.press("1")
    page.get_by_role("button", name="Save 1").click()
    expect(screen.foot).to_contain_text("undo Card issue for 3 texts")
    screen.all_saved()
    found = labels(service, twice.project)
    assert [found[text] for text in marked] == [["Card issue"]] * 3
    assert wrong == []


def test_a_text_that_is_not_in_the_list(service: Service, twice: Twice, page: Page) -> None:
    found = service.http.get(f"/projects/{twice.project}/items?class=Card%20issue&limit=1").json()
    [item] = found["results"]
    page.goto(f"/projects/{twice.project}/items?q=nowhere&item={item['id']}")
    expect(page.get_by_role("complementary", name="Text")).to_contain_text(item["label"])
    page.keyboard.press("l")
    expect(answer_box(page)).to_contain_text(item["text"])
    expect(chosen(page)).to_have_count(len(item["given"]["classes"]))
    expect(answer_box(page)).to_contain_text(f"{item['label']}: no change")


def test_of_many_classes_letters_find_one(service: Service, page: Page) -> None:
    many = Twice(service, topics(150))
    screen = ReviewScreen(page, many.project, "disagreements")
    text = screen.text
    screen.press("c")
    expect(answer_box(page)).to_be_visible()
    page.keyboard.type("/refund 5")
    expect(page.get_by_role("combobox")).to_have_value("refund 5")
    page.keyboard.press("Enter")
    expect(page.get_by_role("group", name="Chosen")).to_contain_text("refund 5")
    wrong = in_every_size(page, "sets-review-150")
    screen.decide("Enter")
    screen.all_saved()
    assert "refund_5" in labels(service, many.project)[text]
    assert wrong == []


def test_addresses_of_what_there_is_none_of(twice: Twice, page: Page) -> None:
    home = f"/projects/{twice.project}"
    class_id = 1
    page.goto(f"{home}/hunt/{class_id}")
    expect(
        page.get_by_role("heading", name="This project can't search for a class")
    ).to_be_visible()
    page.get_by_role("link", name="To the project").click()
    expect(page).to_have_url(re.compile(f"{home}$"))
    page.goto(f"{home}/review?list=errors")
    expect(page.get_by_role("region", name="Current")).to_be_visible()
    screen = ItemsScreen(page, twice.project, "?class=Refund&suspected=true")
    expect(screen.rows.first).to_be_visible()


def test_a_retired_class_is_taken_from_the_texts_that_have_it(
    service: Service, twice: Twice, page: Page
) -> None:
    """The last one: the others' classes are all there."""
    home = f"/projects/{twice.project}"
    ids = {
        each["name"]: each["id"] for each in service.http.get(f"{home}/classes").json()["results"]
    }
    service.http.post(f"{home}/classes/{ids[FEW[0]]}/retire").raise_for_status()
    screen = ItemsScreen(page, twice.project, f"?class={FEW[0]}")
    screen.press("j", "Enter", "l")
    gone = answer_box(page).get_by_role("button", name=f"{FEW[0]} No longer offered")
    expect(gone).to_have_attribute("aria-pressed", "true")
    assert in_every_size(page, "sets-items-retired") == []
    text = screen.panel.get_by_role("paragraph").first.inner_text()
    before = labels(service, twice.project)[text]
    page.keyboard.press("1")  # which no other class has by now
    expect(gone).to_have_attribute("aria-pressed", "false")
    page.keyboard.press("Enter")
    expect(answer_box(page)).to_be_hidden()
    screen.all_saved()
    assert labels(service, twice.project)[text] == [each for each in before if each != FEW[0]]
    screen.press("l")
    expect(chosen(page)).to_have_count(len(before) - 1)
    expect(gone).to_have_count(0)
