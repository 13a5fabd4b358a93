"""Uploads that end before they should, and rows that are too deep to be shown."""

import json
import logging
from typing import Any

import pytest
from sqlmodel import col, select

from service.pool.tables.items import ItemSource
from tests.driving import API, Driver
from tests.importing.test_import import counts, found, items


@pytest.fixture
def driver(driver: Driver) -> Driver:
    return driver.without("embed")


def nested(depth: int) -> list[Any]:
    value: list[Any] = []
    for _ in range(depth - 1):
        value = [value]
    return value


def test_a_row_that_is_too_deep_is_refused_and_others_are_shown(driver: Driver) -> None:
    project = driver.project()
    rows = [{"text": f"{depth} deep", "data": nested(depth)} for depth in (100, 101, 500)]
    answer = driver.upload(project, "\n".join(map(json.dumps, rows)))
    driver.work()
    assert counts(found(driver, project, answer)) == (3, 1, 0, 2)
    [item] = items(driver, project)
    shown = driver.get(f"/projects/{project}/items/{item['id']}").json()
    assert shown["sources"][0]["data"] == {"data": nested(100)}


def test_a_row_that_was_taken_when_it_was_too_deep_is_shown(driver: Driver) -> None:
    project = driver.project_with([{"text": "deep"}])
    with driver.app.write() as uow:
        row = uow.session.exec(select(ItemSource).where(col(ItemSource.line) == 1)).one()
        row.data = {"data": nested(500)}
    [item] = items(driver, project)
    answer = driver.get(f"/projects/{project}/items/{item['id']}")
    assert answer.status_code == 200
    assert answer.text.count("[[[") > 0
    assert "…" in answer.text


def test_an_upload_that_hangs_up_leaves_nothing_and_is_no_error(
    driver: Driver, caplog: pytest.LogCaptureFixture
) -> None:
    project = driver.project()
    path = f"{API}/projects/{project}/imports"
    arriving: list[dict[str, Any]] = [
        {"type": "http.request", "body": b"text\nhello\n" * 9_000, "more_body": True},
        {"type": "http.disconnect"},
    ]

    async def receive() -> dict[str, Any]:
        return arriving.pop(0) if len(arriving) > 1 else arriving[0]

    async def send(_message: Any) -> None:
        pass

    cookies = "; ".join(f"{name}={value}" for name, value in driver.http.cookies.items())
    headers = {"host": "testserver", "origin": "http://testserver", "cookie": cookies}
    headers["content-type"] = "text/csv"
    scope = {
        "type": "http",
        "http_version": "1.1",
        "method": "POST",
        "scheme": "http",
        "path": path,
        "raw_path": path.encode(),
        "query_string": b"",
        "root_path": "",
        "server": ("testserver", 80),
        "client": ("testclient", 1),
        "headers": [(name.encode(), value.encode()) for name, value in headers.items()],
    }
    portal = driver.http.portal
    assert portal is not None
    with caplog.at_level(logging.INFO):
        portal.call(driver.api, scope, receive, send)
    hang_ups = [record for record in caplog.records if "hung up" in record.message]
    assert [record.levelname for record in hang_ups] == ["INFO"]
    assert not [record for record in caplog.records if record.levelno >= logging.WARNING]
    assert not driver.app.blobs.names(f"projects/{project}/uploads")
    assert driver.get(f"/projects/{project}/imports").json()["results"] == []


def test_a_header_without_an_end_fails_at_once(driver: Driver) -> None:
    """It took three attempts, and the reason was that of the parser."""
    project = driver.project()
    answer = driver.upload(project, "text," + "x" * 2_700_000 + "\na,b\n", "text/csv")
    driver.work(until_idle=False)
    shown = found(driver, project, answer)
    assert shown["state"] == "failed"
    assert "The header (line 1) is longer than 2,600,000 characters" in shown["error"]
    [job] = [j for j in driver.get("/jobs").json()["results"] if j["kind"] == "import"]
    assert job["attempts"] == 1
