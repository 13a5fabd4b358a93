"""What settings do to those who label: a member leaves, a project pauses or is put away."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import in_every_size, look
from tests.browser.service_process import Service
from tests.browser.settings.test_settings import CLASSES, TEXTS, annotator, menu

pytestmark = pytest.mark.slow
ANSWERING = re.compile(r"/annotations/|/answer-and-next")
SECRET = re.compile(r"^[\w-]{20,}$")


@pytest.fixture
def project(service: Service) -> int:
    return service.project("Support", CLASSES, TEXTS)


def uncounted_until_an_answer(page: Page) -> None:
    """What the screen asks every few seconds fails, so that an answer is the first to learn."""
    given: list[str] = []
    page.on("request", lambda asked: given.extend(ANSWERING.findall(asked.url)))
    page.route("**/progress", lambda at: at.continue_() if given else at.fulfill(status=503))


def test_members(service: Service, settings: Page, new_page: NewPage, project: int) -> None:
    ann = annotator(service, new_page, project, "Dan")
    text = ann.press("1")
    ann.all_saved()
    settings.reload()
    role = settings.get_by_label("What Dan may do")
    role.select_option("labels, and decides disagreements")
    expect(role).to_have_value("adjudicator")
    uncounted_until_an_answer(ann.page)
    menu(settings, "Dan", "Remove from the project")
    expect(settings.get_by_role("dialog")).to_contain_text("1\u00a0answer by Dan stay")
    settings.keyboard.press("Enter")
    expect(role).to_be_hidden()
    assert service.labels(project) == {text: "Refund"}
    ann.page.keyboard.press("2")
    expect(ann.page.get_by_role("heading", name="You can't label here any more")).to_be_visible()
    expect(ann.page.get_by_role("alert")).to_contain_text("1\u00a0answer is not sent.")
    assert in_every_size(ann.page, "shut-out") == []
    ann.page.reload()
    expect(ann.page.get_by_role("heading", name="This project doesn't exist")).to_be_visible()


def test_a_program_and_a_token_for_somebody(
    service: Service, settings: Page, new_page: NewPage, project: int
) -> None:
    annotator(service, new_page, project, "Fay")
    settings.reload()
    expect(settings.get_by_label("What Fay may do")).to_be_visible()
    wrong = look(settings, "settings-members")
    settings.get_by_role("button", name="Add a program").click()
    dialog = settings.get_by_role("dialog")
    dialog.get_by_label("Name").fill("Importer")
    wrong += look(settings, "settings-program")
    dialog.get_by_role("button", name="Add", exact=True).click()
    token = dialog.get_by_label("Token")
    expect(token).to_have_value(SECRET)
    wrong += in_every_size(settings, "settings-program-added")
    assert who(service, token.input_value()) == "Importer"
    settings.keyboard.press("Escape")
    expect(settings.get_by_label("What Importer may do")).to_have_value("annotator")
    menu(settings, "Fay", "Token")
    dialog.get_by_role("button", name="Make a token").click()
    expect(token).to_have_value(SECRET)
    wrong += look(settings, "settings-token")
    assert who(service, token.input_value()) == "Fay"
    assert wrong == []


def who(service: Service, token: str) -> str:
    """Whom a token speaks for."""
    headers = {"Authorization": f"Bearer {token}"}
    return str(service.http.get("/me", headers=headers).json()["name"])


def test_answers_are_set_aside_and_count_again(
    service: Service, settings: Page, new_page: NewPage, project: int
) -> None:
    ann = annotator(service, new_page, project, "Careless")
    text = ann.press("1")
    ann.all_saved()
    settings.reload()
    expect(settings.get_by_text("1\u00a0answer", exact=True)).to_be_visible()
    menu(settings, "Careless", "Set aside all answers")
    expect(settings.get_by_role("dialog")).to_contain_text(
        "1\u00a0answer by Careless will no longer count"
    )
    wrong = in_every_size(settings, "settings-set-aside-dialog")
    settings.keyboard.press("Enter")
    aside = settings.get_by_role("list", name="Answers set aside")
    expect(aside.get_by_role("listitem")).to_contain_text("Careless")
    assert service.labels(project) == {}
    wrong += in_every_size(settings, "settings-set-aside")
    aside.get_by_role("button", name="Count them again: Careless").click()
    expect(aside).to_be_hidden()
    assert service.labels(project) == {text: "Refund"}
    menu(settings, "Careless", "Remove from the project")
    settings.get_by_label("Set aside their 1\u00a0answer too").check()
    wrong += in_every_size(settings, "settings-remove-and-set-aside")
    settings.get_by_role("button", name="Remove", exact=True).click()
    expect(aside.get_by_role("listitem")).to_contain_text("Careless")
    assert service.labels(project) == {}
    assert wrong == []


def test_pause_archive_and_back(
    service: Service, settings: Page, new_page: NewPage, project: int
) -> None:
    """Who labels meanwhile reads each within seconds, and goes on with the same text."""
    page = settings
    ann = annotator(service, new_page, project, "Eve")
    ann.press("1")
    text = ann.text
    page.get_by_label("Reason, shown to people who label").fill("Lunch")
    page.get_by_role("button", name="Pause").click()
    expect(page.get_by_role("heading", name="Labelling is paused")).to_be_visible()
    expect(ann.page.get_by_role("heading", name="This project is paused")).to_be_visible()
    expect(ann.page.get_by_role("status").filter(has_text="Lunch")).to_be_visible()
    wrong = in_every_size(ann.page, "label-paused")
    page.get_by_role("button", name="Go on").click()
    ann.expect_text(text)
    page.get_by_role("button", name="Archive").click()
    expect(ann.page.get_by_role("heading", name="This project is archived")).to_be_visible()
    expect(page.get_by_role("heading", name="The project is archived")).to_be_visible()
    expect(page.get_by_role("link", name="Label", exact=True)).to_be_hidden()
    wrong += in_every_size(page, "settings-archived")
    page.goto("/")
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    link = page.locator(f'a[href="/projects/{project}"]')
    expect(link).to_be_hidden()
    page.get_by_text(re.compile("archived project")).click()
    wrong += look(page, "projects-archived")
    link.click()
    page.get_by_role("navigation", name="Project").get_by_role("link", name="Settings").click()
    page.get_by_role("button", name="Bring it back").click()
    expect(page.get_by_label("Name of Refund")).to_be_visible()
    ann.expect_text(text)
    assert wrong == []
