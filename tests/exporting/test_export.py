"""Labels taken away: a line per imported row, with where each answer came from."""

import csv
import io
import json
import sys
from collections.abc import Iterator
from datetime import datetime
from typing import Any

import pyarrow.parquet
import pytest

from service.db.clock import FrozenClock
from service.exporting.export_formats import parquet_table
from service.exporting.export_labels import Scope, export_labels
from service.labelling.queries.annotations import Annotations
from tests.driving import Driver
from tests.texts import texts, truth

pytestmark = pytest.mark.both_databases

CLASSES = ["fruit", "metal"]


def rows(driver: Driver, project: int, **query: Any) -> list[Any]:
    answer = driver.get(f"/projects/{project}/export", **query)
    assert answer.status_code == 200, answer.text
    assert answer.headers["content-type"].startswith("application/x-ndjson")
    return [json.loads(line) for line in answer.text.split("\n") if line]


def table(driver: Driver, project: int, **query: Any) -> list[dict[str, str]]:
    answer = driver.get(f"/projects/{project}/export", format="csv", **query)
    assert answer.headers["content-type"] == "text/csv; charset=utf-8"
    return list(csv.DictReader(io.StringIO(answer.text, newline="")))


def columns(driver: Driver, project: int, **query: Any) -> Any:
    """The export as an Arrow table."""
    answer = driver.get(f"/projects/{project}/export", format="parquet", **query)
    assert answer.headers["content-type"] == "application/vnd.apache.parquet"
    return pyarrow.parquet.read_table(io.BytesIO(answer.content))


@pytest.fixture
def project(driver: Driver) -> int:
    """Three rows of one text, one of another; the first text has an answer."""
    made = driver.project(CLASSES, strategy="random")
    driver.without("embed")
    same = [{"id": n, "text": "a plum", "lot": n} for n in range(3)]
    driver.imported(made, [*same, {"id": "=1+1", "text": "some zinc"}])
    items = driver.get(f"/projects/{made}/items").json()["results"]
    driver.answer(made, {"id": None, "item": items[0]}, "fruit")
    return made


def test_a_line_per_imported_row(driver: Driver, project: int) -> None:
    found = rows(driver, project)
    assert [(row["external_id"], row["data"]) for row in found] == [
        ("0", {"lot": 0}),
        ("1", {"lot": 1}),
        ("2", {"lot": 2}),
    ]
    assert {(row["text"], row["label"], row["confidence"]) for row in found} == {
        ("a plum", "fruit", 1.0)
    }


@pytest.mark.slow
def test_what_came_with_a_row_comes_back_as_it_was(driver: Driver) -> None:
    project = driver.project(CLASSES)
    data = {"name": "Zo\u00eb \U0001f351", "deep": {"a\\u0041": [1, 2.5, None, True]}, "": ""}
    driver.imported(project, [{"text": "a plum", **data}, {"text": "some zinc"}])
    driver.imported(project, [{"text": "a plum", "again": "\\"}])
    answer = driver.get(f"/projects/{project}/export", everything=True)
    found = [json.loads(line)["data"] for line in answer.text.split("\n") if line]
    assert found == [data, {}, {"again": "\\"}]
    assert "Zo\u00eb \U0001f351" in answer.text
    stored = columns(driver, project, everything=True)["data"].to_pylist()
    assert [json.loads(each) for each in stored] == [data, {}, {"again": "\\"}]
    assert "Zo\u00eb \U0001f351" in stored[0]


def test_unique_is_a_line_per_item(driver: Driver, project: int) -> None:
    assert [row["external_id"] for row in rows(driver, project, unique=True)] == ["0"]


def test_everything_has_rows_without_a_label_too(driver: Driver, project: int) -> None:
    found = rows(driver, project, everything=True)
    assert len(found) == 4
    assert (found[-1]["label"], found[-1]["confidence"], found[-1]["annotations"]) == (
        None,
        None,
        [],
    )
    assert len(rows(driver, project, everything=True, unique=True)) == 2


@pytest.mark.slow
def test_where_an_answer_came_from(driver: Driver, clock: FrozenClock) -> None:
    project = driver.project_with(texts(120), CLASSES, strategy="margin", round_every=10)
    for _ in range(2):
        driver.label_at_once(project, 10, truth)
        driver.work()
    [lease] = driver.offered(project)["assignments"]
    shown = clock.now
    clock.advance(4)
    driver.answer(project, lease, "fruit", shown_at=shown.isoformat())
    found = rows(driver, project)
    assert len(found) == 21
    given = [row["annotations"][0] for row in found if len(row["annotations"]) == 1]
    assert len(given) == 21
    assert {answer["annotator"] for answer in given} == {"admin"}
    sources = {answer["source"]: answer for answer in given}
    assert set(sources) == {"audit", "seed", "strategy"}
    assert sources["strategy"]["strategy"] == "margin@1"
    assert 0 <= sources["strategy"]["score"] <= 1
    assert 0 < sources["audit"]["probability"] <= 1
    assert sources["audit"]["score"] is None
    assert {answer["round"] for answer in given} == {0, 1, 2}
    [timed] = [answer for answer in given if answer["seconds"] is not None]
    assert timed["seconds"] == 4.0
    assert timed["answered_at"].startswith(clock.now.isoformat()[:19])
    same = columns(driver, project).to_pylist()
    for row in same:
        row["data"] = json.loads(row["data"])
    for answer in given:
        answer["answered_at"] = datetime.fromisoformat(answer["answered_at"])
    assert same == found, "Parquet says what JSON says"


def test_a_moment_has_a_fraction_where_there_is_one(driver: Driver, clock: FrozenClock) -> None:
    """As Python's `isoformat` has it, on either database."""
    project = driver.without("embed").project(CLASSES)
    driver.imported(project, texts(3))
    for fraction, passed in ((0, 0.0), (120_000, 0.12), (120_001, 0.000_001)):
        clock.advance(passed)
        assert clock.now.microsecond == fraction
        [lease] = driver.offered(project)["assignments"]
        assert driver.answer(project, lease, "fruit").status_code == 201
    found = rows(driver, project)
    assert {row["annotations"][0]["answered_at"] for row in found} == {
        "2030-01-01T12:00:00+00:00",
        "2030-01-01T12:00:00.120000+00:00",
        "2030-01-01T12:00:00.120001+00:00",
    }
    read = columns(driver, project).to_pylist()
    assert {row["annotations"][0]["answered_at"].microsecond for row in read} == {
        0,
        120_000,
        120_001,
    }


def test_the_parts_of_a_line_are_in_order(driver: Driver, project: int) -> None:
    line = rows(driver, project)[0]
    assert list(line) == [
        "id", "external_id", "text", "label", "label_source", "confidence", "decided_by",
        "annotations", "data",
    ]  # fmt: skip
    assert list(line["annotations"][0]) == [
        "annotator", "answer", "answered_at", "seconds", "source", "strategy", "score",
        "probability", "round", "unasked", "suggestions", "suggested_by", "suggestions_shown",
    ]  # fmt: skip


@pytest.mark.slow
def test_answers_stand_in_the_line_of_their_item(driver: Driver) -> None:
    """Lines with several, one and none beside each other, and two of one item."""
    project = driver.without("embed").project(CLASSES, overlap=2)
    same = {"text": "a plum"}
    driver.imported(
        project, [same, {"text": "some zinc"}, {"text": "a fig", "label": "fruit"}, same]
    )
    ann = driver.join(project, "Ann", "engineer")  # annotators answer what they were offered
    items = {
        each["text"]: each for each in driver.get(f"/projects/{project}/items").json()["results"]
    }
    for text, label, http in (
        ("a plum", "fruit", driver.http),
        ("a fig", "metal", ann),
        ("a plum", "metal", ann),
    ):
        driver.wait(1)
        answer = driver.answer(project, {"id": None, "item": items[text]}, label, http=http)
        assert answer.status_code == 201, answer.text
    told = [("admin", "fruit"), ("Ann", "metal")]
    wanted = [("a plum", told), ("some zinc", []), ("a fig", [("Ann", "metal")]), ("a plum", told)]
    for found in (
        rows(driver, project, everything=True),
        columns(driver, project, everything=True).to_pylist(),
    ):
        given = [
            (row["text"], [(each["annotator"], each["answer"]) for each in row["annotations"]])
            for row in found
        ]
        assert given == wanted
    names = [row["annotators"] for row in table(driver, project, everything=True)]
    assert names == ["admin;Ann", "", "Ann", "admin;Ann"]


def test_an_answer_taken_back_is_not_exported(driver: Driver, project: int) -> None:
    item = rows(driver, project)[0]["id"]
    with driver.app.read() as uow:
        [answer] = uow[Annotations].live(item)
    driver.retract(project, str(answer.id))
    assert rows(driver, project) == []


def test_an_empty_project_exports_a_header_or_nothing(driver: Driver) -> None:
    project = driver.project(CLASSES)
    assert rows(driver, project) == []
    assert table(driver, project) == []
    empty = columns(driver, project)
    assert (empty.num_rows, empty.column_names[:3]) == (0, ["id", "external_id", "text"])
    answer = driver.get(f"/projects/{project}/export", format="csv")
    assert answer.text.startswith("id,external_id,text")
    assert "attachment" in answer.headers["content-disposition"]


def test_an_unknown_format_is_refused(driver: Driver, project: int) -> None:
    answer = driver.get(f"/projects/{project}/export", format="ods")
    assert (answer.status_code, answer.json()["field"]) == (422, "format")


def test_what_was_taken_away_can_be_brought_back(driver: Driver, project: int) -> None:
    """Parquet, into another project: texts and labels, the rest as data of the row."""
    sent = driver.get(f"/projects/{project}/export", format="parquet", everything=True).content
    other = driver.project(CLASSES)
    asked = driver.upload(other, sent, "application/vnd.apache.parquet", labels="import")
    assert asked.status_code == 202, asked.text
    driver.work()
    assert [(row["text"], row["label"]) for row in rows(driver, other, unique=True)] == [
        ("a plum", "fruit")
    ]
    assert len(rows(driver, other, everything=True)) == 4


def test_without_pyarrow_the_other_formats_are_named(
    driver: Driver, project: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    answer = driver.get(f"/projects/{project}/export", format="parquet")
    assert (answer.status_code, answer.json()["field"]) == (422, "format")
    assert "jsonl, csv or xlsx" in answer.json()["detail"]


@pytest.mark.slow
def test_more_than_a_page_comes_whole_and_bit_by_bit(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("service.exporting.export_labels.PAGE", page := 500)
    project, count = driver.project(CLASSES), page + 300
    driver.without("embed")
    driver.imported(project, [{"id": n, "text": f"plum \u2028 {n}"} for n in range(count)])
    found = rows(driver, project, everything=True)
    assert [row["external_id"] for row in found] == [str(n) for n in range(count)]
    assert found[7]["text"] == "plum \u2028 7"
    assert len(table(driver, project, everything=True)) == count
    monkeypatch.setattr(parquet_table, "GROUP_BYTES", 1)
    groups = export_labels(driver.app, project, "parquet", Scope(everything=True)).lines
    whole = io.BytesIO(b"".join(sent := list(groups)))
    read = pyarrow.parquet.ParquetFile(whole)
    assert read.read()["external_id"].to_pylist() == [row["external_id"] for row in found]
    assert (len(sent), read.num_row_groups) == (3, 2), "each group is sent when it is full"
    pages = export_labels(driver.app, project, "jsonl", Scope(everything=True)).lines
    assert isinstance(pages, Iterator)
    first = next(pages).split(b"\n")
    assert len(first) == page + 1
    assert json.loads(first[0])["external_id"] == "0"
    # What follows is read when it is asked for: a page at a time.
    driver.imported(project, [{"id": "late", "text": "a late one"}])
    *_, last = pages
    assert json.loads(last.split(b"\n")[-2])["external_id"] == "late"
