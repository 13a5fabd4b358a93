"""Quotation marks that lack their partner: no row is lost in a field, and no file of them is."""

import io
import json
from pathlib import Path
from typing import Any

import pytest

from service.importing.formats import Limits, Manner, Row, read_rows
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload
from tests.driving import Driver
from tests.importing.test_import import counts, found, items

CSV, TSV = "text/csv", "text/tab-separated-values"
ROWS = "".join(f"row {n},a\n" for n in range(1_009))


@pytest.fixture
def driver(driver: Driver) -> Driver:
    return driver.without("embed")


def read(content: str, **asked: Any) -> list[Row | RejectedRow]:
    return list(read_rows(io.BytesIO(content.encode()), CSV, Manner(Limits(200_000), **asked)))


def refused(driver: Driver, body: str) -> dict[str, Any]:
    """What is shown of an import whose file is refused."""
    project = driver.project()
    answer = driver.upload(project, body, CSV)
    driver.work()
    shown: dict[str, Any] = found(driver, project, answer)
    assert (shown["state"], shown["inserted"]) == ("failed", 0)
    assert items(driver, project) == []
    return shown


def test_a_mark_that_is_never_closed_refuses_the_file(driver: Driver) -> None:
    """50,000 rows of which 1,451 came in, 1 was refused, and nobody heard of the others."""
    rows = [f"a text that takes some room in the file {n},a\n" for n in range(50_000)]
    rows[1_451] = '"' + rows[1_451]
    shown = refused(driver, "text,label\n" + "".join(rows))
    assert "opens a field in line 1,453 is" in shown["error"]
    assert "quoting=none" in shown["error"]


OPEN: dict[str, tuple[str, int, str]] = {
    "to the end": (f'text,n\na,b\n"open,c\n{ROWS}', 3, "never closed"),
    "in a later field": (f'text,n\n"a\nb","open\n{ROWS}', 3, "never closed"),
    "until the next quoted field": (
        f'text,n\n"open,a\n{ROWS}"quoted",b\n',
        2,
        "before line 1,012",
    ),
    "for millions of letters": ('text,n\n"open\n' + f"{'x' * 99}\n" * 30_000, 2, "2,600,000"),
    "in the last line": ('text,n\n"open', 2, "never closed"),
}


@pytest.mark.parametrize("name", OPEN)
def test_where_the_open_mark_stands_is_told(name: str) -> None:
    content, line, reason = OPEN[name]
    with pytest.raises(BadUpload, match=f"in line {line} .*{reason}") as refused:
        read(content)
    assert refused.value.extra == {"line": line}


def test_rows_that_one_field_has_swallowed_are_told(driver: Driver) -> None:
    """Here the later quotation mark fits: it may be a long text, so it is kept, with a warning."""
    project = driver.project()
    body = f'text,label\nfirst,a\n"open,a\n{ROWS}closed",b\nlast,a\n'
    answer = driver.upload(project, body, CSV)
    driver.work()
    shown = found(driver, project, answer)
    assert counts(shown) == (3, 3, 0, 0)
    [warning] = [each for each in shown["warnings"] if each["line"] is not None]
    assert warning["line"] == 3
    assert "1,011 lines, 10," in warning["detail"]


@pytest.mark.parametrize(("lines", "warnings"), [(100, 0), (101, 1)])
def test_a_field_of_a_hundred_lines_is_usual(lines: int, warnings: int) -> None:
    warned: list[int | None] = []
    text = "\r\n".join(["x"] * lines)
    [row] = read(f'n,text\n"1\n2","{text}"\n', warn=lambda line, _: warned.append(line))
    assert isinstance(row, Row)
    assert row.text == text
    assert warned == [3] * warnings


def test_a_mark_before_the_end_of_its_field_costs_a_row() -> None:
    """It would be dropped from the text otherwise."""
    good, bad, last = read('text,n\n"a ""b""",1\n"Great" film,2\nso "so",3\n')
    assert isinstance(good, Row)
    assert good.text == 'a "b"'
    assert isinstance(bad, RejectedRow)
    assert (bad.line, bad.content) == (3, '"Great" film,2\n')
    assert "before its end" in bad.detail
    assert isinstance(last, Row)
    assert last.text == 'so "so"'


def test_quoting_none_takes_marks_as_letters(driver: Driver) -> None:
    project = driver.project()
    body = 'text\tlabel\n"Great" film\ta\n"open\tb\nlast"\ta\n'
    answer = driver.upload(project, body, TSV, quoting="none")
    driver.work()
    shown = found(driver, project, answer)
    assert (counts(shown), shown["quoting"]) == ((3, 3, 0, 0), "none")
    assert [item["text"] for item in items(driver, project)] == ['"Great" film', '"open', 'last"']


def test_the_same_file_read_otherwise_is_another_import(driver: Driver) -> None:
    project = driver.project()
    body = 'text\n"one"\n'
    sent = [driver.upload(project, body, CSV, **how) for how in ({}, {"quoting": "none"}, {})]
    ids = [answer.json()["import_id"] for answer in sent]
    assert ids[0] == ids[2] != ids[1]


CASES = json.loads((Path(__file__).parent / "files" / "quotes.json").read_text())


@pytest.mark.parametrize("case", CASES, ids=[case["name"] for case in CASES])
def test_the_rule_is_the_one_that_the_page_reads_by(case: dict[str, Any]) -> None:
    """Its reader is tested with the same file."""
    if "refused" in case:
        with pytest.raises(BadUpload) as refused:
            read(case["content"])
        assert refused.value.extra["line"] == case["refused"]
        return
    found = [
        (row.line, [row.text, row.data["n"]] if isinstance(row, Row) else None)
        for row in read(case["content"])
    ]
    assert found == [tuple(row) for row in case["rows"]]
