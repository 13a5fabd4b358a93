"""Files as they should not be: each says what is wrong, and leaves nothing half done behind."""

import gzip
import io
import json
import tracemalloc
from collections.abc import Callable
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest

from service.importing.formats import READERS, Limits, Manner, read_rows
from service.importing.formats.encoded import in_utf8
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload
from tests.driving import NDJSON, Driver
from tests.importing.test_import import counts, found, items, lines
from tests.importing.test_import_formats import Endless

CSV, JSON = "text/csv", "application/json"
PARQUET = "application/vnd.apache.parquet"
WORKBOOK = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
ROWS = [{"text": f"text {n}", "label": "a"} for n in range(1_000)]
WIDE = ["text", *(f"c{n}" for n in range(9_999))]


@pytest.fixture
def driver(driver: Driver) -> Driver:
    return driver.without("embed")


def parquet(rows: list[dict[str, Any]] = ROWS) -> bytes:
    file = io.BytesIO()
    pyarrow.parquet.write_table(pyarrow.Table.from_pylist(rows), file)
    return file.getvalue()


FORMATS: dict[str, tuple[str, Callable[[], bytes]]] = {
    "JSON array": (JSON, lambda: json.dumps(ROWS).encode()),
    "NDJSON": (NDJSON, lambda: lines(ROWS).encode()),
    "CSV": (CSV, lambda: b"text,label\n" + b"".join(b"text %d,a\n" % n for n in range(1_000))),
    "TSV": (
        "text/tab-separated-values",
        lambda: b"text\tlabel\n" + b"".join(b"text %d\ta\n" % n for n in range(1_000)),
    ),
    "Parquet": (PARQUET, parquet),
}


@pytest.mark.slow
@pytest.mark.parametrize("pack", [False, True], ids=["plain", "gzip"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_format_gives_the_same_rows(driver: Driver, name: str, pack: bool) -> None:
    kind, content = FORMATS[name]
    project = driver.project()
    body = gzip.compress(content()) if pack else content()
    answer = driver.upload(project, body, kind, labels="import")
    driver.work()
    shown = found(driver, project, answer)
    assert (*counts(shown), shown["labelled"]) == (1_000, 1_000, 0, 0, 1_000)
    assert [item["text"] for item in items(driver, project)[:2]] == ["text 0", "text 1"]


@pytest.mark.parametrize("ending", [".csv", ".csv.gz", ".CSV"])
@pytest.mark.slow
def test_the_end_of_a_name_says_what_a_file_is(driver: Driver, ending: str) -> None:
    project, body = driver.project(), b"text\nhello\n"
    body = gzip.compress(body) if ending.endswith("gz") else body
    answer = driver.upload(project, body, "application/octet-stream", file_name=f"my{ending}")
    driver.work()
    assert counts(found(driver, project, answer)) == (1, 1, 0, 0)


AT_ONCE: dict[str, tuple[str, bytes, str]] = {
    "empty gzip": (CSV, gzip.compress(b""), "empty"),
    "binary in gzip": (NDJSON, gzip.compress(bytes(range(256)) * 9), "not UTF-8"),
    "damaged gzip": (NDJSON, b"\x1f\x8b" + b"\xff" * 100, "damaged"),
    "a Parquet file as CSV": (CSV, parquet(), "send it as application/vnd.apache.parquet"),
    "CSV as Parquet": (PARQUET, b"text\nhello\n", "not a Parquet file"),
    "a workbook as CSV": (CSV, b"PK\x03\x04" + b"\0" * 50, "save the sheet as CSV"),
    "a workbook": (WORKBOOK, b"PK\x03\x04" + b"\0" * 50, "save the sheet as CSV"),
}


@pytest.mark.parametrize("name", AT_ONCE)
def test_what_begins_wrongly_is_refused_at_once(driver: Driver, name: str) -> None:
    kind, body, reason = AT_ONCE[name]
    project = driver.project()
    answer = driver.upload(project, body, kind)
    assert (answer.status_code, answer.json()["code"]) == (422, "bad_upload")
    assert reason in answer.json()["detail"]
    assert not driver.app.blobs.names(f"projects/{project}/uploads")


def test_a_file_without_a_kind_is_refused_by_its_name(driver: Driver) -> None:
    project = driver.project()
    for name, advice in (("a.XLSX", "save the sheet as CSV"), ("a.docx", "Send one of: .csv")):
        answer = driver.upload(project, b"PK\x03\x04", "application/octet-stream", file_name=name)
        assert answer.status_code == 422
        assert (answer.json()["field"], name in answer.json()["detail"]) == ("file_name", True)
        assert advice in answer.json()["detail"]


LATER: dict[str, tuple[str, bytes, str]] = {
    "truncated gzip": (NDJSON, gzip.compress(lines(ROWS).encode())[:-200], "cut off"),
    "gzip that breaks off": (
        NDJSON,
        gzip.compress(lines(ROWS).encode())[:-8] + b"\0" * 8,
        "damaged",
    ),
    "truncated Parquet": (PARQUET, parquet()[:-100], "damaged or cut off"),
    "truncated array": (JSON, json.dumps(ROWS).encode()[:-20], "Element 1000 is not JSON"),
    "10,000 columns": (CSV, ",".join(WIDE).encode() + b"\n", "10,000 columns"),
    "10,000 columns of Parquet": (
        PARQUET,
        parquet([dict.fromkeys(WIDE, "x")]),
        "10,000 columns",
    ),
    "a wrong delimiter": (CSV, b"id^text\n1^hello\n", "No column 'text'. The header (line 1) has"),
    "an array as lines": (
        NDJSON,
        b'\n [{"text": "one"},\n',
        "Send a JSON array as application/json",
    ),
    "no rows": (JSON, b"[]", "holds no rows"),
    "no text in Parquet": (PARQUET, parquet([{"a": "b"}]), "No column 'text'"),
}


@pytest.mark.parametrize("name", LATER)
@pytest.mark.slow
def test_what_goes_wrong_later_leaves_nothing_but_the_reason(driver: Driver, name: str) -> None:
    kind, body, reason = LATER[name]
    project = driver.project()
    answer = driver.upload(project, body, kind)
    driver.work()
    shown = found(driver, project, answer)
    assert (shown["state"], shown["inserted"]) == ("failed", 0)
    assert reason in shown["error"]
    assert items(driver, project) == []
    assert driver.get(f"/projects/{project}").json()["item_count"] == 0


def test_a_packed_file_is_read_no_further_than_the_limit() -> None:
    bomb = io.BytesIO(gzip.compress(b"text\n" + b"x\n" * 500_000))
    with pytest.raises(BadUpload, match="larger than 1,000 bytes"):
        list(read_rows(bomb, CSV, Manner(Limits(100, unpacked_bytes=1_000))))


LONG: dict[str, tuple[str, bytes, bytes]] = {
    "NDJSON": (NDJSON, b'{"text": "', b"x" * 100_000),
    "CSV": (CSV, b"text\n", b"x" * 100_000),
    "JSON array": (JSON, b'[{"text": "', b"x" * 100_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", LONG)
def test_a_line_of_300_mb_is_never_in_memory(name: str) -> None:
    kind, start, part = LONG[name]
    file = io.BufferedReader(Endless(start, part, 300_000_000))
    manner = Manner(Limits(text_chars=200_000))
    tracemalloc.start()
    try:
        messages = [
            row.detail
            for row in READERS[kind](in_utf8(file, "utf-8", lambda _: None), manner)
            if isinstance(row, RejectedRow)
        ]
    except BadUpload as error:
        messages = [error.detail]
    finally:
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert len(messages) == 1
    assert "longer than" in messages[0]
    assert peak < 60_000_000, f"{peak:,} bytes"
