"""What belongs to whoever is signed in: their name, their password."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.looking import in_every_size, look
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow
FORM = "Sign in with a password"


def joined(service: Service, page: Page, name: str) -> int:
    """The project that somebody of this name has joined."""
    project = service.project(f"{name} labels", ["a", "b"], ["Text 1"])
    page.goto(service.invitation(project))
    page.get_by_label("Your name").fill(name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/projects/{project}/label")
    page.goto("/")
    return project


def test_a_password_is_set_in_the_menu_and_signs_in_elsewhere(
    service: Service, new_page: NewPage
) -> None:
    page, elsewhere = new_page(), new_page()
    elsewhere.goto("/")
    expect(elsewhere.get_by_role("heading", name="You are not signed in")).to_be_visible()
    elsewhere.wait_for_load_state("networkidle")
    expect(elsewhere.get_by_text(FORM)).to_be_hidden()
    wrong = []

    joined(service, page, "Ada")
    page.get_by_role("button", name="Ada").click()
    page.get_by_role("menuitem", name="Set a password").click()
    page.get_by_label("New password").fill("correct horse")
    wrong += look(page, "password")
    page.keyboard.press("Enter")
    expect(page.get_by_role("status")).to_contain_text("You can sign in as Ada")
    page.get_by_role("button", name="Done").click()

    elsewhere.reload()
    elsewhere.get_by_text(FORM).click()
    elsewhere.get_by_label("Name").fill("Ada")
    for typed in ("wrong horse", "correct horse"):
        elsewhere.get_by_label("Password").fill(typed)
        elsewhere.keyboard.press("Enter")
        if typed == "wrong horse":
            expect(elsewhere.get_by_text("Name or password are wrong.")).to_be_visible()
            wrong += look(elsewhere, "password-form")
    expect(elsewhere.get_by_role("button", name="Ada")).to_be_visible()

    page.get_by_role("button", name="Ada").click()
    page.get_by_role("menuitem", name="Change the password").click()
    page.get_by_label("Password now").fill("wrong horse")
    page.get_by_label("New password").fill("battery staple")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_text("This isn't your current password.")).to_be_visible()
    wrong += look(page, "password-refused")
    page.get_by_label("Password now").fill("correct horse")
    page.get_by_role("button", name="Save").click()
    expect(page.get_by_role("status")).to_contain_text("You can sign in as Ada")
    elsewhere.reload()
    expect(elsewhere.get_by_role("heading", name="You are not signed in")).to_be_visible()
    assert wrong == []


def test_signing_out_everywhere_and_a_disabled_account(
    service: Service, page: Page, new_page: NewPage
) -> None:
    here, there = new_page(), new_page()
    project = joined(service, here, "Lin")
    page.goto(f"/projects/{project}")
    people = page.get_by_role("region", name="People")
    people.get_by_role("button", name="More: Lin").click()
    page.get_by_role("menuitem", name="Sign-in link").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_role("dialog").get_by_label("Link")
    expect(link).to_have_value(re.compile("^http"))
    there.goto(link.input_value())
    expect(there.get_by_role("button", name="Lin")).to_be_visible()
    page.keyboard.press("Escape")

    here.get_by_role("button", name="Lin").click()
    here.get_by_role("menuitem", name="Where you are signed in").click()
    dialog = here.get_by_role("dialog")
    expect(dialog.get_by_role("listitem")).to_have_count(2)
    wrong = look(here, "sessions")
    dialog.get_by_role("button", name="Sign out: ").click()
    expect(dialog.get_by_role("listitem")).to_have_count(1)
    there.reload()
    expect(there.get_by_role("heading", name="You are not signed in")).to_be_visible()
    dialog.get_by_role("button", name="Sign out everywhere").click()
    expect(here.get_by_role("heading", name="You are not signed in")).to_be_visible()

    people.get_by_role("button", name="More: Lin").click()
    page.get_by_role("menuitem", name="Disable account").click()
    wrong += look(page, "disable-account")
    page.get_by_role("button", name="Disable", exact=True).click()
    expect(people.get_by_text("(disabled)")).to_be_visible()
    people.get_by_role("button", name="More: Lin").click()
    page.get_by_role("menuitem", name="Enable account").click()
    page.get_by_role("button", name="Enable", exact=True).click()
    expect(people.get_by_text("(disabled)")).to_be_hidden()
    assert wrong == []


def test_the_first_administrator_changes_their_name(
    service: Service, page: Page, new_page: NewPage
) -> None:
    """Shown at once beside what they did; a name that is taken is refused at its field."""
    project = joined(service, new_page(), "Noor")
    page.goto(f"/projects/{project}/settings")
    members = page.get_by_role("list", name="Members")
    expect(members.get_by_text("admin", exact=True)).to_be_visible()
    page.get_by_role("button", name="admin", exact=True).click()
    page.get_by_role("menuitem", name="Change your name").click()
    name = page.get_by_role("dialog").get_by_label("Your name")
    expect(name).to_be_focused()
    name.fill("NOOR")
    page.keyboard.press("Enter")
    expect(name).to_have_accessible_description(re.compile("'Noor' already: choose another name"))
    wrong = in_every_size(page, "name-refused")
    name.fill("Mira Okafor")
    expect(name).not_to_have_accessible_description(re.compile("already"))
    page.keyboard.press("Enter")
    expect(page.get_by_role("dialog")).to_be_hidden()
    expect(page.get_by_role("button", name="Mira Okafor", exact=True)).to_be_visible()
    expect(members.get_by_text("Mira Okafor", exact=True)).to_be_visible()
    service.http.patch("/me", json={"name": "admin"})
    assert wrong == []
