"""Labels taken away as a table: CSV and workbooks, with the columns that came with the rows."""

import json
from typing import Any

import pytest

from service.exporting.export_formats import workbook
from tests import workbooks
from tests.driving import Driver
from tests.exporting.test_export import CLASSES, rows, table

EVIL = ["=cmd()", "+1", "-1", "@SUM(A1)", "\tx", "\rx", 'a "quoted", text\nwith lines']
EVIL += [
    "<r>&<t></r>",
    "_x0041_",
    "a\x01b\x1f\ufffe",
    " ",
    "https://x.example",
    "0012",
    "\U0001f351",
]


@pytest.fixture
def evil(driver: Driver) -> int:
    """A project with an answer by =Ann to each text that some program takes for more than that."""
    project = driver.project(["=fruit", "metal"])
    driver.without("embed")
    driver.imported(project, [{"id": text, "text": f"{text}.", "note": text} for text in EVIL])
    ann = driver.join(project, "=Ann")
    while leases := driver.offered(project, 1, ann)["assignments"]:
        driver.answer(project, leases[0], "=fruit", http=ann)
    return project


def test_csv_has_every_text_as_it_is(driver: Driver, evil: int) -> None:
    found = table(driver, evil)
    assert list(found[0]) == [
        "id", "external_id", "text", "label", "label_source", "confidence", "decided_by",
        "annotators", "note",
    ]  # fmt: skip
    for row, text in zip(found, EVIL, strict=True):
        assert (row["external_id"], row["text"], row["note"]) == (text, f"{text}.", text)
        assert (row["label"], row["annotators"], row["confidence"]) == ("=fruit", "=Ann", "1.0")


@pytest.mark.slow
def test_a_workbook_has_every_text_as_it_is_and_runs_nothing(driver: Driver, evil: int) -> None:
    answer = driver.get(f"/projects/{evil}/export", format="xlsx")
    assert answer.headers["content-type"].endswith("spreadsheetml.sheet")
    same = [{name: each for name, each in row.items() if each} for row in table(driver, evil)]
    for row in same:
        row["confidence"] = "1"
    assert workbooks.table(answer.content) == same
    for row in workbooks.cells(answer.content)[1:]:
        typed = {at: kind for at, (kind, _) in row.items()}
        assert typed == dict(zip("ABCDEFHI", ["number", *["text"] * 4, "number", *["text"] * 2],
                                 strict=True))  # fmt: skip


@pytest.mark.slow
def test_what_a_workbook_has_no_room_for_is_said(
    driver: Driver, monkeypatch: pytest.MonkeyPatch
) -> None:
    project = driver.project(CLASSES)
    driver.without("embed")
    fits = "\U0001f351" * 16_383 + "x"
    driver.imported(project, [{"text": "one"}, {"text": fits}])

    def asked() -> Any:
        return driver.get(f"/projects/{project}/export", format="xlsx", everything=True)

    assert [row["text"] for row in workbooks.table(asked().content)] == ["one", fits]
    driver.imported(project, [{"text": "two", "more": fits + "y"}])
    refused = asked()
    assert (refused.status_code, refused.json()["field"]) == (422, "format")
    assert "A cell holds 32,767 characters, and 'more' of item 3 has 32,768" in refused.text
    assert "csv" in refused.json()["detail"]
    monkeypatch.setattr(workbook, "MOST_ROWS", 2)
    assert "A sheet holds 2 rows" in asked().json()["detail"]


def test_data_comes_out_by_column(driver: Driver) -> None:
    """Under its own name, unless a column of ours or another one has it."""
    project = driver.project(CLASSES)
    driver.without("embed")
    row = {"text": "a plum", "label": "x", "n": 1, "yes": True, "deep": {"é": [None]}, "": "e"}
    driver.imported(
        project, [row, {"text": "some zinc", "confidence": None, " n": "\x00", "a\nb": 1}]
    )
    driver.imported(project, [{"text": "a plum", "late": 0.5}])
    [first, second, third] = table(driver, project, everything=True)
    assert first | {"id": ""} == {
        "id": "", "external_id": "", "text": "a plum", "label": "", "label_source": "",
        "confidence": "", "decided_by": "", "annotators": "", "data.label": "x", "n": "1",
        "yes": "true", "deep": '{"\u00e9": [null]}', "": "e", "data.confidence": "",
        "data. n": "", "a b": "", "late": "",
    }  # fmt: skip
    assert (second["data. n"], second["a b"], second["n"]) == ('"\\u0000"', "1", "")
    assert (third["text"], third["late"], third["n"]) == ("a plum", "0.5", "")
    with_workbook = driver.get(f"/projects/{project}/export", format="xlsx", everything=True)
    assert workbooks.table(with_workbook.content)[0]["data.label"] == "x"


@pytest.mark.slow
def test_columns_without_end_come_in_one(driver: Driver) -> None:
    project = driver.project(CLASSES)
    driver.without("embed")
    rows = [{"text": f"text {n}", f"column {n}": n} for n in range(995)]
    driver.imported(project, rows)
    found = table(driver, project, everything=True)
    assert [json.loads(row["data"]) for row in found] == [{f"column {n}": n} for n in range(995)]
    assert list(found[0])[-1] == "data"


def test_a_label_that_is_only_kept_is_data(driver: Driver) -> None:
    project = driver.project(CLASSES)
    driver.without("embed")
    kept = [{"text": "a plum", "label": ["x", 1]}, {"text": "some zinc", "label": None}]
    driver.imported(project, kept)
    assert [row["data"] for row in rows(driver, project, everything=True)] == [
        {"label": ["x", 1]},
        {"label": None},
    ]
    [source] = driver.get(f"/projects/{project}/items/1").json()["sources"]
    assert source["data"] == {"label": ["x", 1]}
    driver.upload(project, "text,mood\none,glad\n", "text/csv", label="mood")
    driver.work()
    assert table(driver, project, everything=True)[-1]["mood"] == "glad"
