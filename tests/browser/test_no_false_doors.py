"""Nothing is offered that could only be refused: above all in a project that was put away."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.campaign import animal, animal_texts
from tests.browser.conftest import NewPage
from tests.browser.looking import look
from tests.browser.review.reviewing import Person
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow

TEXTS = animal_texts(12)


@pytest.fixture(scope="module")
def project(service: Service) -> int:
    """Two people disagree about one text, and one of them asks something."""
    made = service.project("Put away", ["bird", "cat", "dog"], TEXTS, overlap=2)
    ann, ben = (Person(service, made, name) for name in ("Ann", "Ben"))
    ids = ann.label(12, animal)
    ben.label(12, lambda text: "dog" if text == TEXTS[0] else animal(text))
    ann.note(ids[TEXTS[1]], "comment", "Is a plural one class?")
    service.expect_curve(made)
    service.http.patch(f"/projects/{made}", json={"state": "archived"}).raise_for_status()
    return made


def test_of_what_is_archived_nothing_changes(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}")
    expect(page.get_by_text("To change it, bring it back under Settings")).to_be_visible()
    expect(page.get_by_role("button", name="Export")).to_be_visible()
    expect(page.get_by_role("heading", name="Data")).to_be_visible()
    for name in ("Add data", re.compile("^Take back"), "Invite", "More of Ann"):
        expect(page.get_by_role("button", name=name)).to_be_hidden()
    for name in (re.compile("^Look for more"), "Label"):
        expect(page.get_by_role("link", name=name)).to_be_hidden()
    wrong = look(page, "archived")

    page.get_by_role("link", name="Model", exact=True).click()
    expect(page.get_by_role("link", name="JSON lines")).to_be_visible()
    expect(page.get_by_text("A zip for your own programs")).to_be_visible()
    expect(page.get_by_role("button", name=re.compile("^Prepare"))).to_be_hidden()
    expect(page.get_by_role("heading", name="Label the rest")).to_be_hidden()
    assert wrong == []


def test_texts_of_what_is_archived_keep_their_labels(
    service: Service, page: Page, project: int
) -> None:
    before = service.labels(project)
    page.goto(f"/projects/{project}/items")
    rows = page.get_by_role("grid", name="Texts").get_by_role("row")
    expect(rows.first.get_by_role("checkbox")).to_be_disabled()
    page.keyboard.press("X")
    page.keyboard.press("Control+A")
    page.keyboard.press("1")
    expect(page.get_by_role("region", name="Marked texts")).to_be_hidden()
    rows.first.click()
    expect(page.get_by_role("complementary")).to_contain_text(TEXTS[0])
    expect(page.get_by_role("group", name="Label this text as")).to_be_hidden()
    assert service.labels(project) == before


def test_what_was_said_is_read_and_not_decided(page: Page, project: int) -> None:
    page.goto(f"/projects/{project}/review?list=disagreements")
    answers = page.get_by_role("list", name="Answers")
    expect(answers.get_by_role("button")).to_have_count(2)
    for button in answers.get_by_role("button").all():
        expect(button).to_be_disabled()
    page.goto(f"/projects/{project}/review?list=notes")
    expect(page.get_by_text("Is a plural one class?").first).to_be_visible()
    resolve = page.get_by_role("button", name="Resolve", exact=True)
    expect(resolve).to_be_disabled()
    expect(resolve.locator("kbd")).to_have_count(0)
    page.goto(f"/projects/{project}/hunt/1")
    expect(page).to_have_url(re.compile(rf"/projects/{project}$"))


@pytest.mark.parametrize("screen", ["", "/label", "/answers", "/hunt/1"])
def test_of_a_project_that_is_not_there_no_screen_says_try_again(page: Page, screen: str) -> None:
    page.goto(f"/projects/999999{screen}")
    expect(page.get_by_role("heading", name="This project doesn't exist")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()
    expect(page.get_by_role("link", name="To the projects")).to_be_visible()


def test_without_classes_it_is_said_where_they_come_from(page: Page, service: Service) -> None:
    project = service.project("Without classes", [], ["one"])
    page.goto(f"/projects/{project}/label")
    expect(
        page.get_by_text("There are no classes yet. The project's owner adds them")
    ).to_be_visible()


def test_without_texts_there_is_nothing_to_label_for_a_model(page: Page, service: Service) -> None:
    project = service.project("Without texts", ["a", "b"], [])
    page.goto(f"/projects/{project}/model")
    page.get_by_role("link", name="Add data on the overview").click()
    expect(page.get_by_role("button", name="Add data")).to_be_visible()


def test_no_eleventh_column_is_shown(page: Page, service: Service) -> None:
    project = service.project("Columns", ["a"], [])
    names = [f"column {n}" for n in range(11)]
    service.send(project, "wide.csv", [",".join(["text", *names]), "one" + ",x" * 11])
    at = f"/projects/{project}"
    service.http.patch(at, json={"columns": names[:10]}).raise_for_status()
    page.goto(f"{at}/settings")
    expect(page.get_by_role("button", name="Show column 10")).to_be_disabled()
    page.get_by_role("button", name="Hide column 3").click()
    expect(page.get_by_role("button", name="Show column 10")).to_be_enabled()


def test_engineers_make_sign_in_links_for_those_who_label(
    service: Service, new_page: NewPage
) -> None:
    project = service.project("Links", ["a"], ["one"])
    made = service.http.post(f"/projects/{project}/invitations", json={"role": "engineer"})
    page = new_page()
    page.goto(made.raise_for_status().json()["url"])
    page.get_by_label("Your name").fill("Eve")
    page.get_by_label("Your name").press("Enter")
    page.wait_for_url(f"**/projects/{project}**")
    Person(service, project, "Ann")
    page.goto(f"/projects/{project}/settings")
    expect(page.get_by_label("What admin may do")).to_be_disabled()
    expect(page.get_by_role("button", name="More: admin")).to_be_hidden()
    for name, is_there in (("Ann", True), ("Eve", False)):
        page.get_by_role("button", name=f"More: {name}").click()
        expect(page.get_by_role("menuitem", name="Remove from the project")).to_be_visible()
        link = page.get_by_role("menuitem", name="Sign-in link")
        expect(link).to_be_visible() if is_there else expect(link).to_be_hidden()
        page.keyboard.press("Escape")
