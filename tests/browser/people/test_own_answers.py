"""Somebody who labels looks at their own answers again, and changes them, by keyboard."""

import re

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.label.labelling_screen import NOTHING_TO_SEND, LabellingScreen
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

CLASSES = ["Refund", "Card issue", "Delivery"]
# Of two figures each, so that no text is found by another one's number.
TEXTS = [f"Ticket {number} about a parcel and a card" for number in range(10, 40)]
COUNT = re.compile(r"^\d+ texts?( found)?$")


class OwnAnswers:
    def __init__(self, page: Page) -> None:
        self.page = page
        expect(self.rows.first).to_be_visible()

    @property
    def rows(self) -> Locator:
        return self.page.get_by_role("grid", name="Your answers").get_by_role("row")

    @property
    def box(self) -> Locator:
        return self.page.get_by_role("dialog")

    @property
    def status(self) -> Locator:
        return self.page.get_by_role("search").get_by_role("status")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def saved(self) -> None:
        self.page.wait_for_function(NOTHING_TO_SEND)
        expect(self.status.last).to_have_text("✓ saved")


def joined(service: Service, page: Page, project: int, name: str) -> None:
    page.goto(service.invitation(project))
    page.get_by_label("Your name").fill(name)
    page.keyboard.press("Enter")
    expect(page.locator("#answers")).to_be_visible()


@pytest.fixture
def ann(service: Service, browser: Browser) -> Page:
    page = browser.new_context(base_url=service.url).new_page()
    page.set_default_timeout(60_000)
    return page


def answer_what_was_skipped(
    service: Service, own: OwnAnswers, project: int, text: str
) -> list[str]:
    """Found by its mark, answered, taken back and answered again."""
    own.press("s")
    expect(own.rows).to_have_count(1)
    assert own.page.url.endswith("/answers?mark=skipped")
    own.page.reload()
    expect(own.rows).to_have_count(1)
    own.press("j", "Enter")
    expect(own.box).to_contain_text(text)
    expect(own.box).to_have_accessible_name("You skipped this text")
    wrong = in_every_size(own.page, "own-answers-open")
    own.press("2")
    expect(own.box).to_be_hidden()
    expect(own.rows.first).to_contain_text("Card issue")
    own.saved()
    own.press("Backspace")
    expect(own.rows.first).to_contain_text("skipped")
    until(lambda: text not in service.labels(project), "the answer is taken back")
    own.press("Enter", "2")
    expect(own.rows.first).to_contain_text("Card issue")
    own.saved()
    own.press("s")
    expect(own.rows).to_have_count(9)
    expect(own.rows.first).to_contain_text(text)
    return wrong


def change_an_answer(service: Service, own: OwnAnswers, project: int, text: str) -> None:
    """Found by a word, changed, taken back and changed again."""
    own.press("/")
    own.page.keyboard.type(text.split()[1])
    expect(own.rows.first).to_contain_text(text)
    own.press("Escape", "j")
    expect(own.rows.filter(has_text=text).first).to_be_visible()
    own.rows.filter(has_text=text).first.click()
    expect(own.box.get_by_role("button", name="Refund")).to_contain_text("your answer before")
    own.press("3")
    expect(own.box).to_be_hidden()
    changed = own.rows.filter(has_text=text).first
    expect(changed).to_contain_text("Delivery")
    own.press("Control+z")
    expect(changed).to_contain_text("Refund")
    own.press("Enter", "3")
    expect(changed).to_contain_text("Delivery")
    until(lambda: service.labels(project).get(text) == "Delivery", "the last of three answers")
    own.saved()
    own.page.reload()
    expect(changed).to_contain_text("Delivery")
    expect(own.page.get_by_role("button", name="undo Delivery")).to_be_visible()
    own.press("Backspace")
    expect(changed).to_contain_text("Refund")
    own.saved()
    changed.click()
    expect(own.box).to_be_visible()
    own.press("3")
    until(lambda: service.labels(project).get(text) == "Delivery", "it is answered again")


def test_an_answer_and_a_skipped_text_are_changed(service: Service, ann: Page) -> None:
    project = service.project("My tickets", CLASSES, TEXTS, strategy="random")
    joined(service, ann, project, "Ann")
    screen = LabellingScreen(ann, project)
    skipped = screen.press("Space")
    first = screen.press("1")
    ann.keyboard.press("f")
    flagged = screen.press("2")
    for _ in range(6):
        screen.press("3")
    screen.all_saved()

    ann.keyboard.press("Shift+Backspace")
    own = OwnAnswers(ann)
    expect(own.status.first).to_have_text("9 texts")
    expect(own.rows.last).to_contain_text(skipped)
    expect(own.rows.last).to_contain_text("skipped")
    wrong = in_every_size(ann, "own-answers")

    wrong += answer_what_was_skipped(service, own, project, skipped)
    own.press("f")
    expect(own.rows).to_have_count(1)
    expect(own.rows.first).to_contain_text(flagged)
    own.press("f")
    change_an_answer(service, own, project, first)
    wrong += in_every_size(ann, "own-answers-changed")
    found = service.labels(project)
    assert (found[skipped], found[first]) == ("Card issue", "Delivery")
    own.press("Escape")
    expect(ann.get_by_role("region", name="Text to label")).to_be_visible()
    assert wrong == []


def test_nothing_yet(service: Service, ann: Page) -> None:
    project = service.project("Nothing yet", CLASSES, TEXTS[:3])
    joined(service, ann, project, "Ben")
    ann.goto(f"/projects/{project}/answers")
    expect(ann.get_by_text("You haven't answered anything here yet.")).to_be_visible()
    assert in_every_size(ann, "own-answers-empty") == []


def test_who_skipped_everything_alone_is_told_so_and_led_back_to_it(
    service: Service, page: Page
) -> None:
    project = service.project("All skipped", CLASSES, TEXTS[:3])
    screen = LabellingScreen(page, project)
    for _ in range(2):
        screen.press("Space")
    page.keyboard.press("Space")
    expect(page.get_by_role("heading", name="Nothing left for you right now")).to_be_visible()
    back = page.get_by_role("link", name="You skipped 3 texts: go through them again")
    expect(back).to_be_visible()
    expect(page.get_by_text(re.compile("colleague|That's all|0 labels"))).to_have_count(0)
    back.click()
    expect(OwnAnswers(page).rows).to_have_count(3)


def test_without_network_the_way_there_and_back_is_open(service: Service, page: Page) -> None:
    project = service.project("On a train", CLASSES, TEXTS)
    screen = LabellingScreen(page, project)
    fetched = "() => performance.getEntriesByType('resource').map(each => each.name).join(' ')"
    until(lambda: "OwnScreen" in page.evaluate(fetched), "the other screen is fetched ahead")
    page.context.set_offline(True)
    screen.press("1")
    page.keyboard.press("Shift+Backspace")
    expect(page.get_by_text("Try again").first).to_be_visible()
    page.keyboard.press("Escape")
    expect(page.get_by_role("contentinfo")).to_contain_text("Offline: 1 answer kept on this device")
    page.context.set_offline(False)
    expect(page.get_by_role("region", name="Text to label")).to_be_visible()
    screen.press("2")
    screen.all_saved()


def test_a_screen_that_cannot_be_fetched_lets_one_back(service: Service, page: Page) -> None:
    project = service.project("An old tab", CLASSES, TEXTS)
    page.route("**/OwnScreen*", lambda route: route.abort())
    LabellingScreen(page, project)
    page.keyboard.press("Shift+Backspace")
    expect(page.get_by_text("This part of the page didn't load.")).to_be_visible()
    page.go_back()
    expect(page.get_by_role("region", name="Text to label")).to_be_visible()
