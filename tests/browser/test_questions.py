"""What an owner asks: each answer is in visible words, three clicks from the overview at most."""

from collections.abc import Callable

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.campaign import animal, animal_texts, label
from tests.browser.looking import in_every_size
from tests.browser.reviewing import Person
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

MOST_CLICKS = 3
CLASSES = ["bird", "cat", "dog"]


class Asking:
    """Somebody who opens the overview of a project and clicks as little as they can."""

    def __init__(self, page: Page, project: int) -> None:
        self.page, self.clicks = page, 0
        page.goto(f"/projects/{project}")

    def region(self, name: str) -> Locator:
        return self.page.get_by_role("region", name=name)

    def click(self, what: Locator) -> None:
        self.clicks += 1
        assert self.clicks <= MOST_CLICKS
        what.click()


Ask = Callable[[int], Asking]


@pytest.fixture
def ask(page: Page) -> Ask:
    return lambda project: Asking(page, project)


@pytest.fixture(scope="module")
def two_people(service: Service) -> int:
    """A project in which Ben takes every cat of Ann's for a dog."""
    project = service.project("Asked", CLASSES, animal_texts(120), overlap=2, audits="proof")
    service.expect_ranked(project)
    ann, ben = Person(service, project, "Ann"), Person(service, project, "Ben")
    ann.label(60, animal)
    ben.label(60, lambda text: animal(text).replace("cat", "dog"))
    return project


def test_what_should_i_do_next(ask: Ask, two_people: int) -> None:
    asking = ask(two_people)
    step = asking.region("Next step")
    expect(step).to_contain_text("disagreements")
    expect(step).to_contain_text("One decision settles each")
    asking.click(step.get_by_role("link", name="Decide them"))
    expect(asking.page.get_by_role("region", name="Current")).to_be_visible()
    expect(asking.page.get_by_role("region", name="Text")).to_contain_text("is all about cats")


def test_what_is_missing_at_the_beginning(service: Service, ask: Ask, page: Page) -> None:
    asking = ask(service.project("Begun", CLASSES, animal_texts(90), target=0.9))
    step = asking.region("Next step")
    expect(step).to_contain_text("Label about 67 more")
    expect(step).to_contain_text("0 of the 20 audit texts needed for a first figure.")
    assert in_every_size(page, "next-step") == []
    asking.click(step.get_by_role("link", name="Label now"))
    page.wait_for_url("**/label")
