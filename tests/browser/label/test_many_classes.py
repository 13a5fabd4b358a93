"""With more answers than digits each is given by its two letters, or found by its name."""

import pytest
from playwright.sync_api import expect

from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

TEXTS = [f"Ticket {number} about a parcel" for number in range(30)]
ROOM, ROW = 12, 50
"""A heading and a class that it stands above differ by so much at most, in pixels."""


@pytest.fixture
def screen(page, project):
    return LabellingScreen(page, project)


class TestManyClasses:
    @pytest.fixture
    def project(self, service: Service) -> int:
        names = [*(f"topic_{number}" for number in range(148)), "card_arrival", "card_lost"]
        # With suggestions digits take those: test_suggestions.py.
        return service.project("Many", names, TEXTS, suggestions=False)

    def test_two_letters_answer_with_the_class_that_has_them(
        self, service, project, screen
    ) -> None:
        page, text = screen.page, screen.text
        arrival = screen.answers.get_by_role("button", name="card arrival", exact=True)
        expect(arrival).to_contain_text("CA")
        expect(arrival.get_by_title("card_arrival")).to_have_text("card arrival")
        expect(arrival).not_to_be_in_viewport()
        page.keyboard.press("c")
        expect(page.get_by_text("C and the second letter")).to_be_visible()
        expect(arrival).to_be_in_viewport(ratio=1)
        before = arrival.bounding_box()
        page.keyboard.press("Backspace")
        expect(page.get_by_text("150 classes")).to_be_visible()
        page.keyboard.press("z")
        expect(page.get_by_text("No class has the letters Z")).to_be_visible()
        assert (screen.text, arrival.bounding_box()) == (text, before)
        page.keyboard.press("c")
        second = screen.press("a")
        expect(page.get_by_text("150 classes")).to_be_visible()
        page.keyboard.press("c")
        screen.press("Space")
        page.keyboard.press("l")
        expect(page.get_by_text("No class has")).to_be_visible()
        screen.all_saved()
        assert second == text
        service.expect_labels(project, {text: "card_arrival"})

    def test_the_sheet_of_keys_says_that_two_letters_answer(self, screen) -> None:
        screen.page.keyboard.press("?")
        line = screen.page.get_by_text("Answer by the two letters of a class").locator("..")
        expect(line.locator("kbd")).to_have_text(["A", "…", "Z"])

    def test_a_class_is_found_by_name_and_enter_takes_the_first(
        self, service, project, screen
    ) -> None:
        text = screen.text
        screen.page.keyboard.type("/card l")
        names = screen.answers.get_by_role("option").locator("bdi")
        expect(names).to_have_text(["card lost", "card arrival"])
        screen.page.keyboard.press("Enter")
        screen.expect_another(text)
        digit = screen.press("3")
        # F and G are letters now; the actions have moved behind Shift and say so.
        expect(screen.footer).to_contain_text("Shift+F")
        screen.page.keyboard.press("Shift+F")
        expect(screen.footer).to_contain_text("flagged")
        screen.all_saved()
        service.expect_labels(project, {text: "card_lost", digit: "topic_2"})

    def test_escape_closes_the_filter_and_nothing_has_moved(self, screen) -> None:
        place = screen.page.get_by_role("button", name="topic 3", exact=True).bounding_box()
        screen.page.keyboard.press("/")
        screen.page.keyboard.type("card")
        screen.page.keyboard.press("Escape")
        topic = screen.page.get_by_role("button", name="topic 3", exact=True)
        until(lambda: topic.bounding_box() == place, "the same place again")

    def test_undo_shows_the_answer_that_was_given(self, screen) -> None:
        screen.page.keyboard.type("/card l")
        expect(screen.answers.get_by_role("option").first).to_contain_text("card lost")
        screen.press("Enter")
        screen.press("Backspace")
        given = screen.answers.get_by_role("button", name="card lost")
        expect(given).to_be_in_viewport(ratio=1)


def test_a_long_name_is_whole_on_a_phone(service: Service, page) -> None:
    page.set_viewport_size({"width": 390, "height": 844})
    long = "the parcel was delivered to a neighbour whom nobody in the house has ever heard of"
    project = service.project("Long names", [long, *map(str, range(99))], TEXTS, suggestions=False)
    button = LabellingScreen(page, project).answers.get_by_role("button", name=long)
    words = button.locator("bdi").locator("..")
    for part in (button, words):
        assert part.evaluate("part => part.scrollHeight - part.clientHeight") == 0


@pytest.mark.parametrize("size", [(1440, 900), (1024, 768), (390, 844)])
def test_a_heading_stands_above_its_own_classes(service: Service, page, size) -> None:
    page.set_viewport_size({"width": size[0], "height": size[1]})
    long = "card payment that was charged twice"
    groups = [f"{first} {n}" for first in ("account", "exchange", "refund") for n in range(7)]
    names = ["age limit", "atm", *groups, "pin", "card arrival", "card lost", long, "visa"]
    project = service.project("Groups", names, TEXTS, suggestions=False)
    answers = LabellingScreen(page, project).answers
    for first, below in [("exchange", "exchange 0"), ("card", "card arrival")]:
        heading = answers.get_by_text(first, exact=True).first.bounding_box()
        button = answers.get_by_role("button", name=below, exact=True).bounding_box()
        assert heading is not None
        assert button is not None
        assert heading["x"] <= button["x"] < heading["x"] + ROOM
        assert 0 < button["y"] - heading["y"] < ROW
    whole = answers.get_by_role("button", name=long).locator("bdi").locator("..")
    assert whole.evaluate("words => words.scrollHeight - words.clientHeight") == 0


NAMES = [
    *("card payment that was not recognised", "card payment with a wrong exchange rate"),
    *(f"topic number {number}" for number in range(60)),
    *(f"transfer of kind {number}" for number in range(15)),
]
CUT_BETWEEN_WORDS = """list => [...list.querySelectorAll("[class*=words]")]
  .filter(words => words.clientHeight < 28 && words.scrollHeight > words.clientHeight + 2)
  .map(words => words.textContent)"""
IN_VIEW = """list => {
  const { top, bottom } = list.getBoundingClientRect();
  return [...list.querySelectorAll("button")].filter(button => {
    const place = button.getBoundingClientRect();
    return place.top >= top && place.bottom <= bottom;
  }).length;
}"""


def test_names_use_all_of_their_column_and_every_column_says_whose_it_is(
    service: Service, page
) -> None:
    """Names ended at a word, with 40 px free; the second column of a group had no heading."""
    page.set_viewport_size({"width": 1440, "height": 900})
    answers = LabellingScreen(page, service.project("77 names", NAMES, TEXTS)).answers
    assert answers.evaluate(CUT_BETWEEN_WORDS) == []
    headings = answers.get_by_text("topic", exact=True)
    columns = {
        box["x"]
        for each in answers.get_by_role("button", name="topic number").all()
        if (box := each.bounding_box())
    }
    expect(headings).to_have_count(len(columns))


def test_on_a_phone_more_than_ten_answers_are_in_view(service: Service, page) -> None:
    """They were six."""
    page.set_viewport_size({"width": 390, "height": 844})
    project = service.project("77 on a phone", NAMES, TEXTS, suggestions=True)
    assert LabellingScreen(page, project).answers.evaluate(IN_VIEW) > 10
