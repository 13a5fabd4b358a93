"""What is done by keyboard alone: labels of many classes by few keys, and settings."""

import re
from typing import NamedTuple

from playwright.sync_api import Locator, Page, expect

from tests.browser.label.labelling_screen import LabellingScreen


class Given(NamedTuple):
    """A label by keyboard."""

    keys: int
    letters: int
    """How many of its name it takes until it is the first that is found."""
    shown: bool
    """Whether its text came with suggestions."""
    place: int | None
    """The place of the class among them, from 1 on."""
    likely: float | None
    """How likely the first of them is called."""


def by_keyboard(screen: LabellingScreen, wanted: str, *, counting: bool = False) -> Given:
    """Labels the text on the screen so, with as few keys as somebody who knows the classes."""
    page = screen.page
    places = page.get_by_role("group", name="Suggestions").get_by_role("button")
    suggested = [one.get_attribute("title") for one in places.all()]
    likely = share(places.first.inner_text()) if suggested else None
    letters = letters_of(page, wanted) if counting else 0
    if wanted in suggested:
        place = suggested.index(wanted) + 1
        screen.press(str(place))
        return Given(1, letters, True, place, likely)
    first, second = code_of(screen, wanted)
    page.keyboard.press(first)
    screen.press(second)
    return Given(2, letters, bool(suggested), None, likely)


def share(words: str) -> float:
    found = re.search(r"(\d+) %", words)
    assert found, words
    return int(found[1]) / 100


def code_of(screen: LabellingScreen, wanted: str) -> str:
    """The two letters on the button of a class."""
    name = re.compile(f"^{re.escape(wanted)}$")
    button = screen.answers.get_by_role("button").filter(
        has=screen.page.locator("bdi").filter(has_text=name)
    )
    return button.inner_text().split()[0]


def letters_of(page: Page, wanted: str) -> int:
    """How many letters it takes until the class is the first that is found; nothing is answered."""
    page.keyboard.press("/")
    try:
        return _typed(page, wanted)
    finally:
        page.keyboard.press("Escape")


def _typed(page: Page, wanted: str) -> int:
    for count, letter in enumerate(wanted.replace("_", " "), start=1):
        page.keyboard.press("Space" if letter == " " else letter)
        first = page.get_by_role("listbox", name="Answers").get_by_role("option").first
        if first.locator("bdi").first.inner_text() == wanted:
            return count
    raise AssertionError(f"{wanted} isn't found by its own name")


def reach(page: Page, target: Locator, key: str = "Tab", *, most: int = 100) -> None:
    """Presses a key until the focus is there, as somebody without a mouse comes to it."""
    expect(target).to_be_visible()
    for _ in range(most):
        if target.evaluate("one => one === document.activeElement"):
            return
        page.keyboard.press(key)
    raise AssertionError(f"{target} isn't reached by {most} times {key}")


def to_section(page: Page, title: str) -> None:
    """To a section of the settings, however many fields lie before it."""
    reach(
        page, page.get_by_role("heading", name=title, exact=True, level=2), "Alt+PageDown", most=20
    )
