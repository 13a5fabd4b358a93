"""Which lines and which columns an export has."""

import csv
import io
import json
from typing import Any

import pyarrow.parquet
import pytest

from tests.driving import Driver
from tests.importing.test_known_answers import send
from tests.workbooks import table as workbook

pytestmark = pytest.mark.both_databases

COLUMNS = ["text", "annotations", "data"]


@pytest.fixture
def project(driver: Driver) -> int:
    """Three texts, of which one has a label and one a label that waits for a second answer."""
    project = driver.without("embed").project(overlap=2)
    send(driver, project, [{"text": "one", "label": "a", "from": "mail"}, {"text": "two"}])
    send(driver, project, [{"text": "three"}])
    [lease] = driver.offered(project)["assignments"]
    assert driver.answer(project, lease, "b").status_code == 201
    return project


def lines(driver: Driver, project: int, **query: Any) -> list[Any]:
    text = driver.get(f"/projects/{project}/export", **query).text
    return [json.loads(line) for line in text.splitlines()]


def test_scopes(driver: Driver, project: int) -> None:
    assert len(lines(driver, project)) == 2
    assert [each["text"] for each in lines(driver, project, settled=True)] == ["one"]
    assert len(lines(driver, project, everything=True)) == 3
    assert len(lines(driver, project, everything=True, limit=2)) == 2
    both = driver.get(f"/projects/{project}/export", settled=True, everything=True)
    assert (both.status_code, both.json()["field"]) == (422, "settled")


def test_columns(driver: Driver, project: int) -> None:
    asked: dict[str, Any] = {"columns": COLUMNS, "limit": 1}
    [line] = lines(driver, project, **asked)
    assert (list(line), line["data"]) == (COLUMNS, {"from": "mail"})
    path = f"/projects/{project}/export"
    table = csv.reader(io.StringIO(driver.get(path, format="csv", **asked).text))
    assert [*table] == [["text", "annotators", "from"], ["one", "admin", "mail"]]
    [row] = workbook(driver.get(path, format="xlsx", **asked).content)
    assert row == {"text": "one", "annotators": "admin", "from": "mail"}
    content = driver.get(path, format="parquet", **asked).content
    assert pyarrow.parquet.read_table(io.BytesIO(content)).column_names == COLUMNS
    assert list(lines(driver, project, columns="data")[0]) == ["data"]
    assert list(lines(driver, project, columns="label")[0]) == ["label"]
    wrong = driver.get(path, columns="colour")
    assert (wrong.status_code, wrong.json()["field"]) == (422, "columns")
