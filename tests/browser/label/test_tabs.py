"""Two tabs of one browser: one labels, the other can take over."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.label.labelling_screen import ANSWERS, LabellingScreen, answer_in
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

CLASSES = ["Refund", "Charged twice"]
TEXTS = [f"Where is order {number}?" for number in range(40)]


@pytest.fixture
def project(service: Service) -> int:
    return service.project("Support", CLASSES, TEXTS)


@pytest.fixture
def screen(page: Page, project: int) -> LabellingScreen:
    return LabellingScreen(page, project)


@pytest.fixture
def other(screen: LabellingScreen, project: int) -> Page:
    """A second tab of the same project, opened while the first one labels."""
    tab = screen.page.context.new_page()
    tab.goto(f"/projects/{project}/label")
    expect_elsewhere(tab)
    return tab


def expect_elsewhere(tab: Page) -> None:
    expect(tab.get_by_role("heading")).to_have_text("You are labelling this project in another tab")
    expect(tab.get_by_role("region", name="Text to label")).to_be_hidden()


def press_every_key(tab: Page) -> None:
    for key in ("1", "2", "Space", "Enter", "f", "c", "g", "Backspace", "Control+z"):
        tab.keyboard.press(key)


def take_over(tab: Page) -> None:
    tab.get_by_role("button", name="Label here").click()
    expect(tab.get_by_role("region", name="Text to label")).to_be_visible()


def test_one_tab_labels_and_keys_do_nothing_in_the_other(service, project, screen, other) -> None:
    given = {screen.press("1"): "Refund"}
    press_every_key(other)
    expect_elsewhere(other)
    shown = screen.text
    take_over(other)
    expect_elsewhere(screen.page)
    press_every_key(screen.page)
    text = other.get_by_role("region", name="Text to label")
    expect(text).to_have_text(shown, use_inner_text=True)
    other.keyboard.press("2")
    service.expect_labels(project, given | {shown: "Charged twice"})
    screen.page.wait_for_timeout(300)
    exported = service.export(project)
    assert [len(exported[text]["annotations"]) for text in (*given, shown)] == [1, 1]


def test_what_it_says_can_be_read_by_everyone(other: Page) -> None:
    assert in_every_size(other, "another-tab") == []


def test_what_waits_in_one_tab_is_sent_once_by_the_other(service, project, screen, other) -> None:
    sent: list[str | None] = []
    window = screen.page.context
    window.route(ANSWERS, lambda route: route.abort())
    given = {screen.press("1"): "Refund", screen.press("2"): "Charged twice"}
    expect(screen.saved).to_have_text(
        re.compile(r"^Offline: 2\sanswers kept on this device · \d+\stexts here$")
    )
    take_over(other)
    expect_elsewhere(screen.page)
    expect(other.get_by_role("contentinfo")).to_contain_text("2 answers kept on this device")
    window.on("request", lambda asked: sent.append(answer_in(asked)))
    window.unroute(ANSWERS)
    service.expect_labels(project, given)
    screen.page.wait_for_timeout(300)
    answers = [each for each in sent if each is not None]
    assert len(answers) == len(set(answers)) == 2


def test_when_the_labelling_tab_is_closed_another_goes_on(service, project, screen, other) -> None:
    given = {screen.press("1"): "Refund"}
    service.expect_labels(project, given)
    screen.page.close()
    take_over(other)
    text = other.get_by_role("region", name="Text to label").inner_text()
    other.keyboard.press("2")
    service.expect_labels(project, given | {text: "Charged twice"})
