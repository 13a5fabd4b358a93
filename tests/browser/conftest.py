from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import (
    Browser,
    BrowserContext,
    Page,
    StorageState,
    ViewportSize,
    expect,
    sync_playwright,
)

from tests.browser.looking import ROOT, launch
from tests.browser.service_process import Service, served
from tests.patience import PATIENCE_SECONDS

PAGE = ROOT / "service" / "web" / "static" / "index.html"

NewPage = Callable[..., Page]
WIDE: ViewportSize = {"width": 1440, "height": 900}

MILLISECONDS = 1000 * PATIENCE_SECONDS
expect.set_options(timeout=MILLISECONDS)


@pytest.fixture(scope="package")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    assert PAGE.exists(), "The page isn't built: run `make page`."
    with served(tmp_path_factory.mktemp("postil")) as running:
        yield running


@pytest.fixture(scope="package")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture(scope="package")
def signed_in(browser: Browser, service: Service) -> StorageState:
    """The cookies of the administrator, who opened the printed link."""
    context = browser.new_context()
    context.set_default_timeout(MILLISECONDS)
    page = context.new_page()
    page.goto(service.sign_in)
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    assert "token" not in page.url
    state = context.storage_state()
    context.close()
    return state


@pytest.fixture
def new_page(browser: Browser, service: Service) -> Iterator[NewPage]:
    """Opens pages, each in a browser of its own; a script error in any of them fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(**options: Any) -> Page:
        usual = {"base_url": service.url, "viewport": WIDE, "service_workers": "block"}
        context = browser.new_context(**{**usual, **options})
        context.set_default_timeout(MILLISECONDS)
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture(scope="package")
def window(browser: Browser, service: Service, signed_in: StorageState) -> Iterator[BrowserContext]:
    """The administrator's browser. Its first tab stays open on a picture of the service's, and with
    it the process that all its pages share: a new browser for each test takes twice the time."""
    # What keeps the page comes two seconds after it, and hides some requests from a test.
    context = browser.new_context(
        base_url=service.url, viewport=WIDE, storage_state=signed_in, service_workers="block"
    )
    context.set_default_timeout(MILLISECONDS)
    context.new_page().goto("/icon.svg")
    yield context
    context.close()


@pytest.fixture
def page(window: BrowserContext, service: Service, signed_in: StorageState) -> Iterator[Page]:
    """The administrator's page, in a browser that remembers nothing of the tests before."""
    errors: list[str] = []
    opened = window.new_page()
    opened.on("pageerror", lambda error: errors.append(str(error)))
    yield opened
    window.set_offline(False)
    window.unroute_all()
    for tab in window.pages[1:]:
        tab.close()
    kinds = "local_storage,indexeddb,cache_storage,service_workers"
    forget = {"origin": service.url, "storageTypes": kinds}
    window.new_cdp_session(window.pages[0]).send("Storage.clearDataForOrigin", forget)
    window.clear_cookies()
    window.add_cookies(signed_in["cookies"])
    assert errors == []


@pytest.fixture
def settings(page: Page, project: int) -> Page:
    """The settings of the `project` that a test's module makes."""
    page.goto(f"/projects/{project}/settings")
    # Other fields are there before the classes are.
    expect(page.get_by_role("list", name="Classes").get_by_role("listitem").first).to_be_visible()
    return page
