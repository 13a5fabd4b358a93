from collections.abc import Callable, Iterator
from typing import Any

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright

from tests.browser.looking import ROOT, launch
from tests.browser.service_process import Service, served

PAGE = ROOT / "service" / "api" / "static" / "index.html"

NewPage = Callable[..., Page]

# What is waited for comes at once on a quiet machine, and late on one that runs other tests too.
expect.set_options(timeout=30_000)


@pytest.fixture(scope="session")
def service(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    assert PAGE.exists(), "The page isn't built: run `make page`."
    with served(tmp_path_factory.mktemp("postil")) as running:
        yield running


@pytest.fixture(scope="session")
def browser() -> Iterator[Browser]:
    with sync_playwright() as playwright:
        launched = launch(playwright)
        yield launched
        launched.close()


@pytest.fixture(scope="session")
def signed_in(browser: Browser, service: Service) -> dict[str, Any]:
    """The cookies of the administrator, who opened the printed link."""
    context = browser.new_context()
    page = context.new_page()
    page.goto(service.sign_in)
    expect(page.get_by_role("heading", name="Projects")).to_be_visible()
    assert "token" not in page.url
    state = context.storage_state()
    context.close()
    return dict(state)


@pytest.fixture
def new_page(browser: Browser, service: Service) -> Iterator[NewPage]:
    """Opens pages, each in a browser of its own; a script error in any of them fails the test."""
    contexts: list[BrowserContext] = []
    errors: list[str] = []

    def open_page(**options: Any) -> Page:
        context = browser.new_context(
            base_url=service.url, **{"viewport": {"width": 1440, "height": 900}, **options}
        )
        contexts.append(context)
        page = context.new_page()
        page.on("pageerror", lambda error: errors.append(str(error)))
        return page

    yield open_page
    for context in contexts:
        context.close()
    assert errors == []


@pytest.fixture
def page(new_page: NewPage, signed_in: dict[str, Any]) -> Page:
    """The administrator's page."""
    return new_page(storage_state=signed_in)
