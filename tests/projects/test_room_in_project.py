"""What a project's imports may hold together: a small file can have many rows."""

import gzip
from typing import Any

import pytest

from service.importing import import_items
from service.jobs import take_turns
from tests.driving import Driver
from tests.importing.test_import import counts, found, items
from tests.importing.test_parquet import PARQUET, written

CSV = "text/csv"


@pytest.fixture
def driver(driver: Driver) -> Driver:
    return driver.without("embed")


def limited(driver: Driver, **limits: int) -> Driver:
    driver.app.settings = driver.app.settings.model_copy(update=limits)
    return driver


def sent(driver: Driver, project: int, body: bytes, kind: str = CSV) -> Any:
    answer = driver.upload(project, body, kind)
    driver.work()
    return found(driver, project, answer)


def rows(first: int, count: int) -> bytes:
    return b"text\n" + b"".join(b"row %d\n" % n for n in range(first, first + count))


@pytest.mark.slow
def test_a_small_file_of_many_rows_is_refused_as_a_whole(driver: Driver) -> None:
    """0.58 MB of gzip were 30 million rows."""
    project = limited(driver, max_project_rows=1_000).project()
    body = gzip.compress(b"text\n" + b"x\n" * 100_000)
    assert len(body) < 1_000
    shown = sent(driver, project, body)
    assert (shown["state"], shown["inserted"]) == ("failed", 0)
    assert "more than the 1,000 rows left" in shown["error"]
    assert "POSTIL_MAX_PROJECT_ROWS" in shown["error"]
    assert items(driver, project) == []


@pytest.mark.slow
def test_rows_count_for_a_project_and_not_when_they_are_gone(driver: Driver) -> None:
    project = limited(driver, max_project_rows=10).project()
    first = sent(driver, project, rows(0, 6))
    assert counts(first) == (6, 6, 0, 0)
    assert "the 4 rows left" in sent(driver, project, rows(6, 5))["error"]
    assert sent(driver, project, rows(6, 4))["state"] == "ready"
    full = driver.upload(project, rows(10, 1), CSV)
    assert (full.status_code, full.json()["code"]) == (413, "too_large")
    assert "10 rows" in full.json()["detail"]
    assert driver.upload(driver.project(), rows(0, 10), CSV).status_code == 202

    driver.http.delete(f"/api/v1/projects/{project}/imports/{first['import_id']}")
    driver.work()
    assert sent(driver, project, rows(10, 6))["state"] == "ready"


def test_rows_of_earlier_turns_count(driver: Driver, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(take_turns, "TURN_SECONDS", 0.0)
    monkeypatch.setattr(take_turns, "CATCHING_UP", 0)
    monkeypatch.setattr(import_items, "BATCH", 2)
    project, other = limited(driver, max_project_rows=5).project(), driver.project()
    answer = driver.upload(project, rows(0, 6), CSV)
    driver.upload(other, rows(0, 5), CSV)
    driver.work()
    assert "more than the 5 rows" in found(driver, project, answer)["error"]
    assert len(items(driver, other)) == 5


@pytest.mark.parametrize("kind", ["gzip", "plain", "parquet"])
@pytest.mark.slow
def test_bytes_count_as_they_are_unpacked(driver: Driver, kind: str) -> None:
    project = limited(driver, max_project_bytes=20_000).project()
    texts = [f"{n} " + "x" * 1_000 for n in range(12)]
    body, content_type = ("text\n" + "\n".join(texts)).encode(), CSV
    if kind == "parquet":
        body, content_type = written(text=texts), PARQUET
    body = gzip.compress(body) if kind == "gzip" else body
    assert sent(driver, project, body, content_type)["state"] == "ready"
    other = b"text\n" + b"y" * 9_000
    shown = sent(driver, project, other)
    assert shown["state"] == "failed"
    assert "bytes that are left of the project's 20,000" in shown["error"]
    assert sent(driver, project, b"text\n" + b"y" * 5_000)["state"] == "ready"


def test_refused_rows_fill_a_batch_as_others_do(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A file of nothing else would be held in memory as a whole."""
    monkeypatch.setattr(import_items, "BATCH", 2)
    project = driver.project()
    answer = driver.upload(project, "\n".join(["nope"] * 5 + ['{"text": "a"}']))
    driver.work()
    shown = found(driver, project, answer)
    assert counts(shown) == (6, 1, 0, 5)
    folder = f"projects/{project}/rejected/{shown['import_id']}"
    assert len(list(driver.app.blobs.names(folder))) == 3
