"""What answers tell browsers."""

import pytest
from fastapi.testclient import TestClient

from service.app import App
from tests.driving import API, Driver, on_sqlite

pytestmark = on_sqlite


@pytest.mark.parametrize("path", ["/me", "/projects", "/nowhere", "/openapi.json"])
def test_nobody_keeps_what_the_api_answers(driver: Driver, path: str) -> None:
    assert driver.get(path).headers["cache-control"] == "no-store"
    assert driver.browser().get(API + path).headers["cache-control"] == "no-store"


def test_the_page_may_be_kept(driver: Driver) -> None:
    assert driver.http.get("/").headers.get("cache-control") != "no-store"


def hsts(http: TestClient) -> str | None:
    return http.get(f"{API}/me").headers.get("strict-transport-security")


def test_who_came_encrypted_comes_back_so(driver: Driver) -> None:
    app = driver.app
    assert hsts(driver.http) is None
    encrypted = driver.browser()
    encrypted.base_url = "https://testserver"  # type: ignore[assignment]
    assert hsts(encrypted) == "max-age=31536000"
    settings = app.settings.model_copy(update={"public_url": "https://postil.example"})
    behind = Driver(App(settings, app.database, app.blobs, app.asking))
    assert hsts(behind.browser()) == "max-age=31536000"
