"""The items screen searched by meaning, on a real service with a real worker."""

import re

import pytest
from playwright.sync_api import Page, Route, expect

from tests.browser.find.test_hunt import FRUIT, embedded, texts
from tests.browser.items.items_screen import ItemsScreen
from tests.browser.looking import in_every_size
from tests.browser.service_process import Service
from tests.patience import until

pytestmark = pytest.mark.slow


@pytest.fixture(scope="module")
def project(service: Service) -> int:
    made = service.project("Metals to search", ["metal", "fruit"], texts())
    until(lambda: embedded(service, made), "the texts' vectors")
    return made


def test_by_meaning_and_like_another_by_keyboard(page: Page, project: int) -> None:
    screen = ItemsScreen(page, project)
    expect(screen.rows.first).to_be_visible()
    screen.press("m")
    page.keyboard.type("apple or plum")
    screen.press("Enter")
    expect(page).to_have_url(re.compile(r"meaning=apple\+or\+plum"))
    expect(screen.rows.first).to_contain_text(re.compile("|".join(FRUIT)))
    field = screen.tools.get_by_role("searchbox")
    expect(field).to_have_value("apple or plum")
    wrong = in_every_size(page, "items-meaning")

    screen.press("j", "j")
    expect(screen.rows.nth(1)).to_have_attribute("data-current", "true")
    one = screen.current.inner_text().split("\n")[0]
    screen.press("e")
    expect(page).to_have_url(re.compile(r"similar=\d+$"))
    expect(screen.row(one)).to_have_count(0)
    expect(screen.rows.first).to_contain_text(re.compile("|".join(FRUIT)))
    wrong += in_every_size(page, "items-similar")

    # The words that were typed are looked for when one changes one's mind.
    screen.press("m")
    page.keyboard.type("lemon")
    by = screen.tools.get_by_role("group", name="Search by")
    by.get_by_role("button", name="words").click()
    expect(page).to_have_url(re.compile(r"q=lemon"))
    expect(page).not_to_have_url(re.compile("meaning"))
    expect(screen.rows.filter(has_not_text="lemon")).to_have_count(0)
    assert wrong == []


def test_while_it_searches_no_text_stands_as_the_nearest(page: Page, project: int) -> None:
    screen = ItemsScreen(page, project)
    expect(screen.rows.first).to_be_visible()
    held: list[Route] = []
    page.route(re.compile(r"/api/.*/items\?.*meaning="), lambda route: held.append(route))
    screen.press("m")
    page.keyboard.type("apple")
    screen.press("Enter")
    expect(screen.tools.get_by_role("button", name="Order: nearest first")).to_be_visible()
    expect(screen.rows).to_have_count(0)
    held[0].continue_()
    expect(screen.rows.first).to_contain_text(re.compile("|".join(FRUIT)))


def test_where_no_worker_says_it_the_page_does(page: Page, project: int) -> None:
    page.route(
        re.compile(r"/api/.*/items\?.*meaning="),
        lambda route: route.fulfill(
            status=503,
            content_type="application/problem+json",
            body='{"type": "about:blank", "title": "Not answered", "status": 503, "code":'
            ' "not_answered", "detail": "No worker answers. It may be starting."}',
        ),
    )
    screen = ItemsScreen(page, project, "?meaning=apple")
    expect(page.get_by_role("alert")).to_contain_text("No worker answers")
    expect(screen.tools.get_by_role("searchbox")).to_have_value("apple")
    expect(screen.tools.get_by_role("status")).to_have_text("")  # nobody is looking any more
    page.unroute_all()
    page.get_by_role("button", name="Try again").click()
    expect(screen.rows.first).to_contain_text(re.compile("|".join(FRUIT)))
