"""What a model thinks of a text, on the labelling screen: taken by a key, and nothing moves."""

import re
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests import patience
from tests.browser.campaign import label
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

TOPICS = [
    "card_arrival", "card_lost_or_stolen", "cash_withdrawal", "direct_debit_not_recognised",
    "exchange_rate", "extra_charge_on_statement", "pending_top_up", "pin_blocked",
    "refund_not_showing_up", "transfer_timing", "verify_my_identity",
    "wrong_exchange_rate_for_cash_withdrawal",
]  # fmt: skip
FEW = ["Refund", "Delivery", "Account"]


def written(topics: list[str], count: int) -> dict[str, str]:
    """Texts that a model can tell apart by a few words of each."""
    return {
        f"{topic.replace('_', ' ')} please, number {number}": topic
        for number in range(count)
        for topic in [topics[number % len(topics)]]
    }


def learnt(service: Service, name: str, topics: list[str], **settings: Any) -> int:
    """A project of whose texts a model knows enough to suggest something."""
    texts = written(topics, 400)
    settings |= {"audits": "fewest", "seed": 17, "round_every": 30}
    project = service.project(name, topics, texts, **settings)
    label(service, project, 60, texts.__getitem__, at_once=6)
    until_ranked(service, project, 60)
    return project


def until_ranked(service: Service, project: int, labels: int) -> None:
    def is_ranked() -> bool:
        rounds = service.http.get(f"/projects/{project}/rounds").raise_for_status().json()
        return any(each["label_count"] >= labels for each in rounds["results"])

    patience.until(is_ranked, f"a round that knows {labels} labels")


@pytest.fixture(scope="module")
def many(service: Service) -> int:
    return learnt(service, "Banking questions", TOPICS)


@pytest.fixture(scope="module")
def few(service: Service) -> int:
    return learnt(service, "Messages", FEW, suggestions=True)


@pytest.fixture
def screen(page: Page, many: int) -> Iterator[LabellingScreen]:
    return LabellingScreen(page, many)


def row(page: Page) -> Any:
    return page.get_by_role("group", name="Suggestions")


def until(screen: LabellingScreen, *, shown: bool) -> None:
    """Goes on until a text shows suggestions, or shows none."""
    for _ in range(30):
        if (row(screen.page).get_by_role("button").count() > 0) is shown:
            return
        screen.press("Space")
    raise AssertionError("none came")


def places(page: Page) -> list[dict[str, float]]:
    return page.evaluate(
        """() => ['[aria-label=Suggestions]', '#answers', '#answers > *:nth-child(4)']
            .map(found => document.querySelector(found).getBoundingClientRect())
            .map(({x, y, width, height}) => ({x, y, width, height}))"""
    )


def test_a_digit_takes_a_suggestion(service: Service, many: int, screen: LabellingScreen) -> None:
    until(screen, shown=True)
    buttons = row(screen.page).get_by_role("button")
    expect(buttons).to_have_count(6)
    expect(buttons.first).to_contain_text(re.compile(r"\d %"))
    wanted = buttons.nth(1).get_attribute("title") or ""
    text = screen.press("2")
    screen.all_saved()
    assert service.labels(many)[text] == wanted
    expect(screen.footer).to_contain_text(f"undo {wanted.replace('_', ' ')}")


def test_nothing_moves_whether_a_text_shows_any_or_none(screen: LabellingScreen) -> None:
    until(screen, shown=True)
    before = places(screen.page)
    until(screen, shown=False)
    assert places(screen.page) == before
    expect(row(screen.page)).to_be_visible()


def test_without_suggestions_their_keys_mean_nothing(screen: LabellingScreen) -> None:
    until(screen, shown=False)
    text = screen.text
    for key in ("1", "2", "6", "7", "Enter"):
        screen.page.keyboard.press(key)
    screen.page.wait_for_timeout(200)
    assert screen.text == text
    screen.page.keyboard.type("/card l")
    screen.press("Enter")
    expect(screen.footer).to_contain_text("undo card lost or stolen")


def test_the_sheet_of_keys_tells_them(screen: LabellingScreen) -> None:
    screen.page.keyboard.press("?")
    sheet = screen.page.get_by_role("dialog", name="Keys")
    expect(sheet).to_contain_text("Take a suggestion1 or 2 or 3 or 4 or 5 or 6")
    expect(sheet).not_to_contain_text("Give the answer with that key")


def test_few_classes_keep_their_keys_and_enter_takes_the_likeliest(
    service: Service, few: int, page: Page
) -> None:
    screen = LabellingScreen(page, few)
    marked = screen.answers.get_by_role("button").filter(has_text="✦")
    for _ in range(30):
        if marked.count():
            break
        screen.press("Space")
    expect(marked).to_have_count(1)
    order = screen.answers.get_by_role("button").evaluate_all("all => all.map(one => one.id)")
    [wanted] = [name for name in FEW if name in marked.inner_text()]
    text = screen.press("Enter")
    screen.all_saved()
    assert service.labels(few)[text] == wanted
    assert order == screen.answers.get_by_role("button").evaluate_all(
        "all => all.map(one => one.id)"
    )
    second = screen.press("2")
    screen.all_saved()
    assert service.labels(few)[second] == FEW[1]


def test_the_row_and_the_mark_look_right(page: Page, many: int, few: int) -> None:
    screen = LabellingScreen(page, many)
    until(screen, shown=True)
    wrong = in_every_size(page, "suggestions")
    until(screen, shown=False)
    wrong += in_every_size(page, "suggestions-withheld")
    screen = LabellingScreen(page, few)
    marked = screen.answers.get_by_role("button").filter(has_text="✦")
    while not marked.count():
        screen.press("Space")
    wrong += in_every_size(page, "suggestion-of-few")
    assert wrong == []


def test_who_has_pushed_for_all_texts_reads_that_others_must_audit(
    service: Service, page: Page
) -> None:
    """The API said so, the page didn't: one labelled on, and no figure came."""
    texts = [f"Text number {number}" for number in range(40)]
    project = service.project("Pushed", FEW, [])
    lines = [f"{number},{text}" for number, text in enumerate(texts)]
    service.send(project, "texts.csv", ["id,text", *lines])
    page.goto(f"/projects/{project}")
    expect(page.get_by_role("heading", level=2)).to_be_visible()
    expect(page.get_by_text("they must answer the audit texts")).to_be_hidden()
    said = {"class": FEW[0], "probability": 0.9}
    rows = [{"external_id": str(number)} | said for number in range(len(texts))]
    body = {"model": "mine", "suggestions": rows}
    service.http.post(f"/projects/{project}/suggestions", json=body).raise_for_status()
    page.reload()
    sentence = "You have seen predictions for all texts, so your answers are no audit answers."
    expect(page.get_by_text(sentence)).to_be_visible()
    assert in_every_size(page, "others-must-audit") == []
    screen = LabellingScreen(page, project)
    expect(page.get_by_role("banner")).to_contain_text("Others must answer the audit texts")
    assert in_every_size(page, "label-others-must-audit") == []
    assert screen.text in texts
