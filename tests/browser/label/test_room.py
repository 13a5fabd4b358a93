"""How the labelling screen shares its room out: the text has what the answers leave."""

import re

import pytest
from playwright.sync_api import FloatRect, Locator, Page, Route, expect

from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import look
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow


def box(of: Locator) -> FloatRect:
    found = of.bounding_box()
    assert found is not None
    return found


@pytest.fixture(scope="module")
def lengthy(service: Service) -> int:
    """Texts that fill the screen: a long one comes after a long one."""
    long = " ".join(f"Sentence number {number} of a long story." for number in range(400))
    return service.project("Stories", ["yes", "no"], [long, f"{long} Or so", f"{long} Or not"])


def test_a_long_text_has_the_room_that_answers_leave_and_they_stay(
    page: Page, lengthy: int
) -> None:
    page.set_viewport_size({"width": 1280, "height": 800})
    screen = LabellingScreen(page, lengthy)
    expect(page.get_by_text(re.compile(r"^2,80[02]\swords$"))).to_be_visible()
    answers = box(screen.answers)
    assert box(screen.shown)["height"] > 500, "288 px before"
    assert answers["y"] + answers["height"] > 700
    mark = page.locator("[class*=mark]")
    before = box(mark)["x"]
    page.keyboard.press("PageDown")
    until(lambda: box(mark)["x"] > before, "the mark moves on")
    assert look(page, "long-text") == []
    first = screen.shown.inner_text()
    screen.press("1")
    expect(screen.shown).not_to_have_text(first, use_inner_text=True)
    assert box(screen.answers) == answers


def test_answers_are_near_the_text_again_after_a_long_one(service: Service, page: Page) -> None:
    """They stayed at y = 684 from the first long text on, for good."""
    long = " ".join(f"Sentence number {number} of a long story." for number in range(400))
    texts = [long, *(f"Short one, number {number}." for number in range(3))]
    project = service.project("One story", ["yes", "no"], texts)

    def long_first(route: Route) -> None:
        answer = route.fetch()
        offer = answer.json()
        offer["assignments"].sort(key=lambda each: -len(each["item"]["text"]))
        route.fulfill(response=answer, json=offer)

    page.route("**/assignments", long_first)
    screen = LabellingScreen(page, project)
    expect(screen.shown).to_contain_text("story")
    low = box(screen.answers)["y"]
    screen.press("1")
    expect(screen.shown).to_contain_text("Short one")
    until(lambda: box(screen.answers)["y"] < min(low - 100, 450), "the answers are near")


@pytest.mark.parametrize("size", [(1280, 800), (320, 256), (320, 200)])
def test_of_77_answers_each_can_be_seen_and_reached(
    service: Service, page: Page, size: tuple[int, int]
) -> None:
    """At 1280 x 800 all at once beside six lines of text; magnified four times one by one."""
    names = [f"{'abcdefghijk'[number % 11] * 4}_topic {number}" for number in range(77)]
    project = service.project("77 topics", names, ["One", "Two"], suggestions=True)
    page.set_viewport_size({"width": size[0], "height": size[1]})
    screen = LabellingScreen(page, project)
    buttons = screen.answers.get_by_role("button")
    expect(buttons).to_have_count(77)
    if size[0] == 1280:
        before_search = box(screen.answers)
        page.keyboard.type("/aaaa")
        expect(screen.answers.get_by_role("option")).to_have_count(7)
        now = box(screen.answers)["y"]
        assert now == pytest.approx(before_search["y"], abs=0.5), "fewer are found, nothing moves"
        page.keyboard.press("Escape")
        reading = page.locator("[class*=reading]")
        until(lambda: box(reading)["height"] >= 6 * 31, "six lines of text")
        for each in (buttons.first, buttons.last):
            expect(each).to_be_in_viewport(ratio=1)
        assert box(buttons.first)["height"] >= 24
    else:  # WCAG 1.4.10
        page.mouse.move(160, 150)
        page.mouse.wheel(0, 100_000)
        expect(screen.footer).to_be_in_viewport(ratio=1)
        buttons.last.scroll_into_view_if_needed()
        expect(buttons.last).to_be_in_viewport(ratio=1)
        assert page.evaluate("document.documentElement.scrollWidth") <= size[0]
    before = screen.text
    buttons.last.click()
    screen.expect_another(before)
