"""The review screen in light and dark, every width: its four lists, full and empty."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import animal, animal_texts
from tests.browser.looking import in_every_size, look
from tests.browser.review.reviewing import Person, ReviewScreen, suspected
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

CLASSES = ["bird", "cat", "dog"]
MANY = [f"a_rather_long_name_of_a_topic_{number}" for number in range(150)]
LONG = "A long question of somebody. " * 200


@pytest.fixture(scope="module")
def full(service: Service) -> int:
    """Two people who answered 90 texts, differ on eight, and are both wrong on four."""
    texts = animal_texts(90)
    made = service.project("Animals, reviewed", CLASSES, texts, overlap=2, strategy="random")

    def wrongly(text: str) -> str:
        return CLASSES[(CLASSES.index(animal(text)) + 1) % 3]

    ann, ben = (Person(service, made, name) for name in ("Ann", "Benedikta von der Aue"))
    said = {text: wrongly(text) for text in texts[:4]}
    ids = ann.label(90, lambda text: said.get(text, animal(text)))
    said |= {text: wrongly(text) for text in texts[20:28]}
    ben.label(90, lambda text: said.get(text, animal(text)))
    ann.note(ids[texts[50]], "comment", "Is a plural one class? " * 12)
    ben.note(ids[texts[51]], "flag")
    suspected(service, made, 2)
    return made


@pytest.fixture(scope="module")
def many(service: Service) -> int:
    """Many classes of long names, and long texts."""
    texts = [f"{number} {LONG}" for number in range(12)]
    made = service.project("Many classes, reviewed", MANY, texts, overlap=2)
    for name, place in (("Ann", 3), ("Ben", 4)):
        person = Person(service, made, name)
        person.label(6, lambda _text, said=MANY[place]: said)
    return made


def test_lists_with_work(page: Page, full: int) -> None:
    screen = ReviewScreen(page, full)
    expect(screen.desk).to_be_visible()
    wrong = in_every_size(page, "review-errors")
    screen.press("c")
    expect(page.get_by_role("combobox", name="Class")).to_be_focused()
    wrong += look(page, "review-another-class")
    screen.press("Escape", "?")
    expect(page.get_by_role("dialog")).to_be_visible()
    wrong += look(page, "review-keys")
    screen.press("Escape")
    screen.go("Disagreements")
    screen.press("ArrowDown")
    answer = screen.desk.get_by_role("list", name="Answers").get_by_role("button").first
    screen.decide(answer.get_attribute("aria-keyshortcuts") or "none is shown")
    screen.all_saved()
    wrong += in_every_size(page, "review-disagreements")
    screen.go("Notes")
    expect(screen.desk).to_contain_text("plural")
    wrong += in_every_size(page, "review-notes")
    screen.press("a")
    expect(page.get_by_role("textbox")).to_be_focused()
    wrong += in_every_size(page, "review-answer")
    screen.press("Escape", "r")
    screen.all_saved()
    page.get_by_role("button", name="Show resolved notes").click()
    expect(page.get_by_role("button", name="Open again")).to_be_visible()
    wrong += in_every_size(page, "review-resolved")
    screen.go("Agreement")
    expect(page.get_by_role("heading", name=re.compile("^Agreement 0"))).to_be_visible()
    expect(page.get_by_text("Diagonal: all agreed.")).to_be_visible()
    expect(page.get_by_text("Change: do they agree more than before?")).to_be_visible()
    wrong += in_every_size(page, "review-agreement")
    assert wrong == []


def test_long_texts_and_many_classes(page: Page, many: int) -> None:
    screen = ReviewScreen(page, many, "disagreements")
    expect(screen.desk).to_be_visible()
    wrong = in_every_size(page, "review-long")
    screen.go("Agreement")
    expect(page.get_by_text("of the 10 shared texts")).to_be_visible()
    wrong += in_every_size(page, "review-few")
    assert wrong == []


def test_lists_without_work(page: Page, service: Service) -> None:
    made = service.project("Nothing to review", CLASSES, animal_texts(20))
    screen, wrong = ReviewScreen(page, made), []
    for name in ("Suspected errors", "Disagreements", "Notes", "Skipped", "Agreement"):
        screen.go(name)
        expect(screen.link(name)).to_have_attribute("aria-current", "page")
        if name == "Suspected errors":
            expect(page.get_by_text("No label has been checked yet")).to_be_visible()
        wrong += look(page, f"review-no-{name.lower().replace(' ', '-')}")
    page.get_by_role("link", name="the settings").click()
    expect(page).to_have_url(re.compile(r"/settings#how-people-label$"))
    expect(page.get_by_role("heading", name="How people label")).to_be_visible()
    assert wrong == []


def test_a_service_that_is_away(page: Page, full: int) -> None:
    page.route("**/review/errors*", lambda route: route.abort())
    ReviewScreen(page, full)
    expect(page.get_by_role("alert")).to_be_visible()
    assert look(page, "review-away") == []
