"""Ways in, and two people at once."""

import re

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import NewPage
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.service_process import Service

pytestmark = pytest.mark.slow


def test_two_invited_people_get_different_items(service: Service, new_page: NewPage) -> None:
    texts = [f"Text {number}" for number in range(40)]
    project = service.project("Two people", ["a", "b"], texts)
    link = service.invitation(project)
    screens = [_joined(new_page(), link, name, project) for name in ("Ada", "Grace")]
    decided = [screen.press("1") for _ in range(8) for screen in screens]
    assert len(set(decided)) == 16
    service.expect_labels(project, dict.fromkeys(decided, "a"))
    given = service.export(project)
    annotators = [given[text]["annotations"][0]["annotator"] for text in decided]
    assert annotators == ["Ada", "Grace"] * 8


def _joined(page: Page, link: str, name: str, project: int) -> LabellingScreen:
    page.goto(link)
    expect(page.get_by_role("heading", name="Two people")).to_be_visible()
    _give_name(page, name, project)
    return LabellingScreen(page, project)


def _give_name(page: Page, name: str, project: int) -> None:
    page.get_by_label("Your name").fill(name)
    page.keyboard.press("Enter")
    page.wait_for_url(f"**/projects/{project}/label")


def test_an_invitation_opened_again_goes_on_as_the_same_person(
    service: Service, new_page: NewPage
) -> None:
    project = service.project("Two people", ["a", "b"], [f"Text {number}" for number in range(9)])
    link, page = service.invitation(project), new_page()
    first = _joined(page, link, "Ada", project).press("1")
    page.goto("/")
    page.goto(link)
    expect(page.get_by_text("You are signed in as Ada")).to_be_visible()
    page.get_by_role("button", name="Go on labelling").click()
    second = LabellingScreen(page, project).press("2")
    service.expect_labels(project, {first: "a", second: "b"})
    given = service.export(project)
    assert [given[text]["annotations"][0]["annotator"] for text in (first, second)] == 2 * ["Ada"]


def test_who_is_signed_in_joins_another_project_as_the_same_person(
    service: Service, new_page: NewPage
) -> None:
    names = ("Two people", "Some more")
    first, second = (service.project(each, ["a", "b"], ["Text 1", "Text 2"]) for each in names)
    page = new_page()
    _joined(page, service.invitation(first), "Ada", first)
    page.goto("/")
    page.goto(service.invitation(second))
    expect(
        page.get_by_text("admin invites you to label texts. You are signed in as")
    ).to_be_visible()
    page.get_by_role("button", name="Go on as Ada").press("Enter")
    service.expect_labels(second, {LabellingScreen(page, second).press("1"): "a"})
    page.goto("/")
    for each in names:
        expect(page.get_by_text(each, exact=True)).to_be_visible()


def test_a_link_that_still_works_is_listed_until_it_is_revoked(
    service: Service, page: Page, new_page: NewPage
) -> None:
    project = service.project("Revoked", ["a", "b"], ["Text 1"])
    link = service.invitation(project)
    page.goto(f"/projects/{project}")
    page.get_by_role("button", name="Invite").click()
    listed = page.get_by_role("region", name="Links that still work")
    expect(listed.get_by_role("listitem")).to_have_count(1)
    page.get_by_role("button", name="Make a link").click()
    expect(listed.get_by_role("listitem")).to_have_count(2)
    for left in (1, 0):
        listed.get_by_role("button", name="Revoke: 20 uses left").first.click()
        expect(listed.get_by_role("listitem")).to_have_count(left)
    expect(listed).to_be_hidden()
    guest = new_page()
    guest.goto(link)
    expect(guest.get_by_role("heading", name="This invitation doesn't work")).to_be_visible()


def test_who_was_signed_out_comes_back_by_a_link(
    service: Service, page: Page, new_page: NewPage
) -> None:
    project = service.project("Back again", ["a", "b"], ["Text 1"])
    ann = new_page()
    ann.goto(service.invitation(project))
    _give_name(ann, "Ann", project)
    ann.context.clear_cookies()
    page.goto(f"/projects/{project}")
    page.get_by_role("button", name="More: Ann").click()
    page.get_by_role("menuitem", name="Sign-in link").click()
    page.get_by_role("button", name="Make a link").click()
    link = page.get_by_role("dialog").get_by_label("Link", exact=True)
    expect(link).to_have_value(re.compile("^http"))
    ann.goto(link.input_value())
    expect(ann.get_by_role("button", name="Ann")).to_be_visible()


def test_the_invitation_leads_back_to_the_account_and_what_waited_is_sent(
    service: Service, new_page: NewPage
) -> None:
    project = service.project("Two people", ["a", "b"], [f"Text {number}" for number in range(9)])
    link, page = service.invitation(project), new_page()
    screen = _joined(page, link, "Ada", project)
    first = screen.press("1")
    screen.all_saved()
    page.context.clear_cookies(name="postil_session")
    second = screen.text
    page.keyboard.press("2")
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    expect(page.get_by_text("Open your invitation to Two people again")).to_be_visible()
    expect(page.get_by_text("1 answer is kept on this device")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("In this browser you used this invitation as Ada")).to_be_visible()
    page.get_by_role("button", name="Go on as Ada").click()
    page.wait_for_url(f"**/projects/{project}/label")
    service.expect_labels(project, {first: "a", second: "b"})
    members = service.http.get(f"/projects/{project}/members").json()["results"]
    assert [member["name"] for member in members] == ["admin", "Ada"]


def test_who_signed_out_is_told_whom_to_ask(service: Service, new_page: NewPage) -> None:
    project = service.project("Two people", ["a", "b"], ["Text 1"])
    link, page = service.invitation(project), new_page()
    _joined(page, link, "Ada", project)
    page.goto("/")
    page.get_by_role("button", name="Ada").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_text("Ask admin for a sign-in link")).to_be_visible()
    page.goto(link)
    expect(page.get_by_text("Ask admin for a sign-in link")).to_be_visible()
    expect(page.get_by_role("button", name="Go on as")).to_be_hidden()


AT = """(words) => {
    const text = document.evaluate(`//text()[contains(., "${words}")]`, document).iterateNext();
    const range = document.createRange();
    const at = (index) => {
        range.setStart(text, index);
        range.setEnd(text, index + 1);
        return range.getBoundingClientRect();
    };
    const start = text.data.indexOf(words);
    return [at(start), at(start + words.length - 1)].map(({left, top}) => [left, Math.round(top)]);
}"""


def test_a_name_does_not_turn_the_words_beside_it(service: Service, new_page: NewPage) -> None:
    project = service.project("Pets \u202eevil", ["a", "b"], ["Text 1"])
    page = new_page()
    page.goto(service.invitation(project))
    _give_name(page, "Ada", project)
    page.context.clear_cookies(name="postil_session")
    page.goto("/")
    expect(page.get_by_text("Open your invitation to")).to_be_visible()
    (first, line), (last, same) = page.evaluate(AT, "once")
    assert line == same
    assert first < last, "our words run from left to right"
    page.context.clear_cookies()


@pytest.mark.parametrize("path", ["/", "/projects/1/label", "/sign-in", "/invite#token=x"])
def test_signed_out_pages_ask_nothing_that_is_refused(new_page: NewPage, path: str) -> None:
    page = new_page()
    refused: list[str] = []
    page.on(
        "response",
        lambda answer: refused.append(answer.url) if answer.status == 401 else None,
    )
    page.goto(path)
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    page.wait_for_load_state("networkidle")
    asked_about = [f"{page.url.split('/invite')[0]}/api/v1/invitation"] if "invite" in path else []
    assert refused == asked_about, "only a link that leads nowhere"


def test_without_a_session_the_page_says_how_to_get_one(new_page: NewPage) -> None:
    page = new_page()
    page.goto("/projects/1/label")
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    expect(page.get_by_text("postil serve")).to_be_visible()
    expect(page.get_by_text("for a sign-in link")).to_be_visible()
    page.evaluate(
        """localStorage.setItem("postil.outbox.2.1.1", JSON.stringify(
            {key: "1", command: {kind: "answer", annotation: "1"}, excerpt: "", refusal: null}))"""
    )
    page.reload()
    kept = "1 answer is kept on this device. Sign in with the same account to send it."
    expect(page.get_by_text(kept)).to_be_visible()


@pytest.mark.parametrize(
    ("path", "heading"),
    [
        ("/sign-in#token=nonsense", "This link doesn't work"),
        ("/invite#token=nonsense", "This invitation doesn't work"),
        ("/nowhere", "This page doesn't exist"),
    ],
)
def test_a_link_that_leads_nowhere_says_so(new_page: NewPage, path: str, heading: str) -> None:
    page = new_page()
    page.goto(path)
    expect(page.get_by_role("heading", name=heading)).to_be_visible()


def test_signing_out_ends_the_session(service: Service, new_page: NewPage) -> None:
    project = service.project("Signing out", ["a", "b"], ["Text 1"])
    page = new_page()
    page.goto(service.invitation(project))
    _give_name(page, "Lin", project)
    LabellingScreen(page, project).page.keyboard.press("1")
    kept = "Object.keys(localStorage).filter((key) => key.startsWith('postil.past'))"
    page.wait_for_function(f"{kept}.length > 0")  # undo reaches back over a reload
    page.goto("/")
    page.get_by_role("button", name="Lin").click()
    page.get_by_role("menuitem", name="Sign out").click()
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
    page.wait_for_function(f"{kept}.length === 0")  # no text stays behind
    page.reload()
    expect(page.get_by_role("heading", name="You are not signed in")).to_be_visible()
