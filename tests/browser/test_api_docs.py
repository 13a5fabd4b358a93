"""The API's own page: it needs no other site, and no exception from the policy."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.service_process import Service

pytestmark = pytest.mark.slow


def test_the_api_shows_itself_without_the_internet(service: Service, page: Page) -> None:
    asked, messages = list[str](), list[str]()
    page.on("request", lambda request: asked.append(request.url))
    page.on("console", lambda message: messages.append(message.text))
    answer = page.goto(f"{service.url}/api/v1/docs")
    assert answer is not None
    assert "script-src" not in answer.headers["content-security-policy"], "those of 'self' only"
    expect(page.get_by_role("heading", name="Postil")).to_be_visible()
    page.locator("[data-tag='projects']").click()
    page.locator("[data-path='/api/v1/projects']").first.click()
    expect(page.get_by_role("button", name="Try it out").first).to_be_visible()
    assert {url for url in asked if not url.startswith((service.url, "data:"))} == set()
    assert [text for text in messages if "Content Security Policy" in text] == []
