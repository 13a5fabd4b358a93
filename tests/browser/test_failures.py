"""What a page says when a part of it, or a list, can't be fetched. Against `postil serve`."""

import re

import pytest
from playwright.sync_api import Page, Route, StorageState, expect

from tests.browser.conftest import NewPage
from tests.browser.label.labelling_screen import LabellingScreen
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow
PAINTED = "() => performance.getEntriesByName('first-contentful-paint').length === 1"
"""A function: the page's policy forbids to evaluate anything else again and again."""
SOON = 12_000
"""Milliseconds: trying again and again behind an empty list took 14 s on a quiet machine."""


@pytest.fixture
def project(service: Service) -> int:
    return service.project("Failing", ["a", "b"], [f"Text {number}" for number in range(20)])


@pytest.mark.parametrize("how", ["aborted", "gone"])
def test_a_part_that_cannot_be_fetched_says_so_and_is_tried_again(
    page: Page, project: int, how: str
) -> None:
    """Also after an update of the service, when the old page's parts are gone."""
    part = re.compile(r"/assets/ProjectScreen-.*\.js$")
    fail = (
        (lambda route: route.abort())
        if how == "aborted"
        else (lambda route: route.fulfill(status=404, body="gone"))
    )
    page.context.route(part, fail)
    page.goto(f"/projects/{project}")
    expect(page.get_by_text("This part of the page didn't load.")).to_be_visible(timeout=SOON)
    page.context.unroute(part)
    page.context.route("**/healthz", lambda route: route.abort())
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_text("The service can't be reached.")).to_be_visible()
    page.context.unroute("**/healthz")
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("heading", name="Failing")).to_be_visible()


@pytest.mark.parametrize(
    ("tab", "part"),
    [
        ("review?list=disagreements", r"/review/disagreements"),
        ("review?list=agreement", r"/agreement"),
        ("settings", r"/members"),
    ],
)
def test_what_is_on_its_way_has_lines_in_its_place(
    page: Page, project: int, tab: str, part: str
) -> None:
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    page.route(re.compile(part), hold)
    page.goto(f"/projects/{project}/{tab}")
    lines = page.locator("[class*=_lines_]")
    until(lambda: page.wait_for_timeout(50) or held, "the request")
    expect(lines).to_have_count(1)
    for route in held:
        route.continue_()
    page.unroute(re.compile(part))
    expect(lines).to_have_count(0)


def test_a_list_that_fails_says_so_at_once_and_can_be_tried_again(page: Page, project: int) -> None:
    asked: list[str] = []

    def broken(route: Route) -> None:
        if "archived" not in route.request.url:
            asked.append(route.request.url)
        route.fulfill(status=500, json={"title": "Broken", "detail": "Something broke."})

    page.route(re.compile(r"/api/v1/projects(\?.*)?$"), broken)
    page.goto("/")
    expect(page.get_by_text("Something broke.")).to_be_visible(timeout=SOON)
    assert len(asked) == 2, "once more, against a connection that just closed"
    page.unroute(re.compile(r"/api/v1/projects(\?.*)?$"))
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_role("link", name="Failing").first).to_be_visible()
    assert project


BROKEN = {"title": "Internal", "detail": "Something broke here.", "reference": "0a1b2c3d"}


@pytest.mark.parametrize("how", ["answers 500", "no answer"])
@pytest.mark.parametrize("address", ["/", "/projects/{}", "/projects/{}/label"])
def test_while_every_call_fails_one_screen_says_so_and_asks_ever_more_seldom(
    new_page: NewPage, signed_in: StorageState, project: int, how: str, address: str
) -> None:
    page = new_page(storage_state=signed_in)  # a clock stays with all tabs of its window
    calls: list[str] = []

    def broken(route: Route) -> None:
        calls.append(route.request.url)
        route.abort() if how == "no answer" else route.fulfill(status=500, json=BROKEN)

    every_call = re.compile(r"/api/v1/")
    page.clock.install()
    page.route(every_call, broken)
    page.goto(address.format(project))
    expect(page.get_by_role("heading", name="This page didn't load")).to_be_visible()
    if how == "answers 500":
        expect(page.get_by_text("Code 0a1b2c3d")).to_be_visible()
    retry = page.get_by_role("button", name="Try again")
    retry.focus()
    for _ in range(600):  # ten minutes, in steps of a second
        page.clock.run_for(1_000)
    expect(retry).to_be_focused()
    assert 20 <= len(calls) <= 60, "every 30 s in the end, each time once more at once"
    page.unroute(every_call)
    page.clock.run_for(31_000)
    expect(page.get_by_text("This page didn't load")).to_be_hidden()


FULL_DISK = {"title": "Disk full", "code": "disk_full", "detail": "The disk is full. Make room."}


def test_a_disk_that_stays_full_is_named_to_who_labels_and_to_the_owner(
    new_page: NewPage, service: Service, signed_in: StorageState, project: int
) -> None:
    page = new_page(storage_state=signed_in)
    page.clock.install()
    screen = LabellingScreen(page, project)
    full = re.compile(r"/answer-and-next$|/annotations/|/assignments|/readyz$")
    page.route(full, lambda route: route.fulfill(status=507, json=FULL_DISK))
    given = {screen.press("1"): "a", screen.press("2"): "b"}
    page.clock.run_for(9_000)
    expect(screen.saved).to_have_text("2 to send")
    page.clock.run_for(3_000)
    expect(screen.saved).to_have_text("The service’s disk is full. 2 answers kept on this device")
    assert in_every_size(page, "disk-full") == []
    with page.expect_response("**/readyz"):
        page.goto(f"/projects/{project}")
    owner = page.get_by_role("alert")
    expect(page.get_by_role("tablist").or_(page.get_by_role("navigation")).first).to_be_visible()
    expect(owner, "one failure is no outage").to_be_hidden()
    for _ in range(5):
        with page.expect_response("**/readyz"):
            page.clock.run_for(3_100)
    expect(owner).to_contain_text("The service’s disk is full. Make room on it.")
    expect(owner).to_contain_text("kept on people’s devices")
    assert in_every_size(page, "disk-full-owner") == []
    page.unroute(full)
    page.clock.run_for(4_000)
    expect(owner).to_be_hidden()
    service.expect_labels(project, given)


def test_formats_that_cannot_be_fetched_can_be_tried_again(page: Page, project: int) -> None:
    formats = re.compile(r"/api/v1/export-formats")
    page.route(formats, lambda route: route.fulfill(status=500, json={"detail": "Broken."}))
    page.goto(f"/projects/{project}")
    page.get_by_role("button", name="Export").click()
    expect(page.get_by_text("Broken.")).to_be_visible(timeout=SOON)
    page.unroute(formats)
    page.get_by_role("button", name="Try again").click()
    expect(page.get_by_label("Format").get_by_role("option", name="CSV")).to_be_attached()


def test_who_opens_an_archived_project_to_label_reads_that_it_is_archived(
    service: Service, page: Page, project: int
) -> None:
    service.http.patch(f"/projects/{project}", json={"state": "archived"}).raise_for_status()
    page.goto(f"/projects/{project}/label")
    expect(page.get_by_role("heading", name="This project is archived")).to_be_visible()
    expect(page.get_by_role("button", name="Try again")).to_be_hidden()


def test_the_bar_is_painted_before_scripts_and_styles_come(page: Page, project: int) -> None:
    held: list[Route] = []
    page.context.route(re.compile("/assets/"), lambda route: held.append(route))
    page.goto(f"/projects/{project}", wait_until="commit")
    page.wait_for_function(PAINTED)
    expect(page.locator("#root")).to_contain_text("Postil")
    page.context.unroute_all(behavior="ignoreErrors")
    page.reload()
    expect(page.get_by_role("heading", name="Failing")).to_be_visible()


def test_lines_stand_for_figures_that_are_on_their_way(page: Page, project: int) -> None:
    held: list[Route] = []
    page.context.route("**/stats", lambda route: held.append(route))
    page.goto(f"/projects/{project}")
    lines = page.get_by_role("main").locator("[aria-hidden] > span:empty")
    expect(lines).to_have_count(4)
    expect(lines.first).to_be_visible()
    held[0].continue_()
    expect(lines).to_have_count(0)
