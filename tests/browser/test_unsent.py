"""Whoever closes the tab between a key and the service loses nothing, on none of five screens."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.campaign import animal_texts
from tests.browser.find.test_hunt import class_id, embedded
from tests.browser.items.items_screen import ItemsScreen
from tests.browser.label.labelling_screen import NOTHING_TO_SEND, LabellingScreen
from tests.browser.review.reviewing import Person, ReviewScreen
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow

CLASSES = ["bird", "cat", "dog"]
TEXTS = animal_texts(60)
Says = Callable[[], None]


class Desk:
    """A project in which somebody says one thing of one text, on one of the screens."""

    def __init__(self, service: Service, page: Page) -> None:
        self.service, self.page = service, page
        self.project = service.project("Unsent", CLASSES, TEXTS, overlap=2, strategy="random")
        self.text = ""

    def answer(self) -> Says:
        screen = LabellingScreen(self.page, self.project)
        self.text = screen.text
        return lambda: self.page.keyboard.press("1")

    def change(self) -> Says:
        screen = LabellingScreen(self.page, self.project)
        self.text = screen.press("2")
        screen.all_saved()
        self.page.goto(f"/projects/{self.project}/answers")
        self.page.get_by_role("grid", name="Your answers").get_by_role("row").first.click()
        expect(self.page.get_by_role("dialog")).to_be_visible()
        return lambda: self.page.keyboard.press("1")

    def label(self) -> Says:
        screen = ItemsScreen(self.page, self.project)
        self.text = screen.texts()[0]
        screen.press("j")
        return lambda: self.page.keyboard.press("1")

    def look(self) -> Says:
        until(lambda: embedded(self.service, self.project), "the texts' vectors")
        bird = class_id(self.service, self.project, "bird")
        self.page.goto(f"/projects/{self.project}/hunt/{bird}")
        candidate = self.page.get_by_role("region", name="Candidate")
        self.text = candidate.locator("p").first.inner_text()
        return lambda: self.page.keyboard.press("Enter")

    def decide(self) -> Says:
        for name, said in (("Ann", "bird"), ("Ben", "cat")):
            Person(self.service, self.project, name).label(1, lambda _text, said=said: said)
        screen = ReviewScreen(self.page, self.project, "disagreements")
        self.text = screen.text
        return lambda: self.page.keyboard.press("1")

    def written(self) -> tuple[str | None, int]:
        """The label of the text, and how many answers and decisions are on record."""
        lines = self.service.export(self.project, everything=True)
        path = f"/projects/{self.project}/items/{lines[self.text]['id']}"
        item = self.service.http.get(path).raise_for_status().json()
        return item["label"], len(item["history"]) + len(item["decisions"])


SCREENS = {Desk.answer: 1, Desk.change: 2, Desk.label: 1, Desk.look: 1, Desk.decide: 3}
"""With how much is on record afterwards: an answer that was changed and two that differ stay."""


@pytest.mark.parametrize("begin", SCREENS, ids=lambda begin: begin.__name__)
@pytest.mark.parametrize("lost", ["request", "response"])
def test_what_a_closed_tab_has_not_sent_is_sent_by_the_next(
    service: Service, page: Page, begin: Callable[[Desk], Says], lost: str
) -> None:
    """The request doesn't arrive, or the service has it and the tab never learns so."""
    caught: list[str] = []
    holds = False

    def hold(route: Route) -> None:
        if holds and route.request.method in ("PUT", "POST"):
            if lost == "response":
                route.fetch(max_retries=3)  # of a connection that the service just closed
            caught.append(route.request.url)
            route.abort()
        else:
            route.fallback()

    window = page.context
    # Before the page is opened: requests that outlive it may pass by what comes to hold them later.
    page.route("**/api/v1/projects/**", hold)
    desk = Desk(service, page)
    say = begin(desk)
    holds = True
    say()
    until(lambda: page.wait_for_timeout(50) or caught, "the request")
    page.goto("about:blank")  # what is held as the tab is closed at once would leave after all
    page.close()
    there = SCREENS[begin]
    assert desk.written()[1] == there - (lost == "request")

    another = window.new_page()
    another.goto(f"/projects/{desk.project}")
    until(lambda: desk.written() == ("bird", there), "what was said")
    another.wait_for_function(NOTHING_TO_SEND)
    assert desk.written() == ("bird", there)
