"""Parquet: small files that unpack to large values, and columns of bytes."""

import io
import json
import subprocess
import sys
import textwrap
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow
import pyarrow.parquet
import pytest

from service.importing.formats import Limits, Manner, Row, read_rows
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload
from tests.driving import Driver
from tests.importing.test_import import counts, found, items

PARQUET = "application/vnd.apache.parquet"
MIB = 2**20


@pytest.fixture
def driver(driver: Driver) -> Driver:
    return driver.without("embed")


def written(dictionaries: bool = True, statistics: bool = True, **columns: Any) -> bytes:
    """Large values take most of their time for what is left out here if a test doesn't need it."""
    file = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.table(columns),
        file,
        compression="zstd",
        store_schema=False,
        use_dictionary=dictionaries,
        write_statistics=statistics,
    )
    return file.getvalue()


def repeated(text: str, count: int) -> Any:
    """The same text in many rows, which a file holds once."""
    indices = pyarrow.array([0] * count, "int32")
    return pyarrow.DictionaryArray.from_arrays(indices, pyarrow.array([text]))


def read(content: bytes, **asked: Any) -> list[Row | RejectedRow]:
    return list(read_rows(io.BytesIO(content), PARQUET, Manner(Limits(200_000), **asked)))


def lists_of(text: str, lists: int, each: int) -> Any:
    offsets = pyarrow.array(range(0, lists * each + 1, each), "int32")
    return pyarrow.ListArray.from_arrays(offsets, repeated(text, lists * each))


def list_of_zeros(count: int, beside: int = 0) -> Any:
    """One list of so many, and beside it empty ones."""
    offsets = pyarrow.array([0, *[count] * (beside + 1)], "int32")
    return pyarrow.ListArray.from_arrays(offsets, pyarrow.array(np.zeros(count, np.int64)))


def vectors(rows: int, each: int) -> Any:
    return pyarrow.FixedSizeListArray.from_arrays(np.zeros(rows * each), each)


BOMBS: dict[str, Any] = {
    "a text": lambda: written(text=repeated("x" * 10_000_000, 300)),
    "many texts that would do": lambda: written(text=repeated("x" * 199_000, 20_000)),
    "a column beside it": lambda: written(
        text=repeated("fine", 300), data=repeated("x" * 10_000_000, 300)
    ),
    "lists of it": lambda: written(text=repeated("fine", 20), l=lists_of("x" * 9_000_000, 20, 20)),
    "one page": lambda: written(text=["x" * 300_000_000], statistics=False),
    "one list": lambda: written(text=["fine"], l=list_of_zeros(40_000_000)),
    "one list that would do": lambda: written(
        text=repeated("fine", 160_000), l=list_of_zeros(16_000_000, beside=159_999)
    ),
    "lists of numbers": lambda: written(text=repeated("fine", 20_000), l=vectors(20_000, 1_000)),
    "lists of labels": lambda: written(text=repeated("fine", 20), label=vectors(20, 1_000_000)),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", BOMBS)
def test_a_small_file_takes_no_large_memory(tmp_path: Path, name: str) -> None:
    """1,453 bytes took 2.5 GB of the worker."""
    file = tmp_path / "bomb.parquet"
    file.write_bytes(BOMBS[name]())
    assert file.stat().st_size < 100_000
    code = f"""
        import resource, pyarrow.parquet
        from service.kit.errors import BadUpload
        from service.importing.formats import Limits, Manner, read_rows
        before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
        count = 0
        try:
            with open({str(file)!r}, "rb") as file:
                for row in read_rows(file, {PARQUET!r}, Manner(Limits(200_000))):
                    count += 1
        except BadUpload as error:
            print(error.detail)
        print(count, (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) // 1024)
    """
    done = subprocess.run(
        [sys.executable, "-c", textwrap.dedent(code)], capture_output=True, text=True, check=True
    )
    used = int(done.stdout.split()[-1])
    assert used < 400, done.stdout
    assert (name == "one page") == ("'text' has a page of 300,000," in done.stdout)


def test_a_row_that_is_too_long_is_refused_alone() -> None:
    texts = ["first", "x" * 3_000_000, "last"]
    first, long, last = read(written(text=texts, n=[1, 2, 3]))
    assert isinstance(first, Row)
    assert isinstance(last, Row)
    assert (first.text, last.text, last.line, last.data) == ("first", "last", 3, {"n": 3})
    assert isinstance(long, RejectedRow)
    assert (long.line, long.detail) == (2, "longer than 2,600,000 bytes")


def test_what_a_row_holds_together_is_limited() -> None:
    [row] = read(written(text=["fine"], a=["x" * 2_000_000], b=["y" * 2_000_000]))
    assert isinstance(row, RejectedRow)


@pytest.mark.parametrize("kind", ["lists", "structs"])
def test_vectors_beside_the_texts_are_left_out_undecoded(kind: str) -> None:
    """20 million numbers in 68 KB held imports for minutes and took 1.26 GB."""
    rows, each = 1_000, 200
    column = vectors(rows, each)
    if kind == "structs":
        names = [f"d{place}" for place in range(each)]
        column = pyarrow.StructArray.from_arrays([np.zeros(rows)] * each, names)
    texts = [f"text {n}" for n in range(rows)]
    warnings: list[str] = []
    read_rows = read(
        written(text=texts, embedding=column, tags=[["a", "b"]] * rows),
        warn=lambda _, reason: warnings.append(reason),
    )
    assert [row.data for row in read_rows if isinstance(row, Row)] == [{"tags": ["a", "b"]}] * rows
    assert warnings == [
        "The column 'embedding' is left out, for it holds 200,000 values, more than 100 for each "
        "of 1,000 rows."
    ]


def test_few_vectors_are_kept() -> None:
    [row] = read(written(text=["fine"], embedding=vectors(1, 768)))
    assert isinstance(row, Row)
    assert row.data == {"embedding": [0.0] * 768}


def test_labels_that_are_vectors_refuse_the_file() -> None:
    body = written(text=["fine"] * 1_000, kind=vectors(1_000, 200))
    with pytest.raises(BadUpload, match="'kind' holds 200,000 values, more than 100 for each"):
        read(body, columns={"label": "kind"})


def test_values_of_every_kind_come_out_as_they_are() -> None:
    columns = {
        "text": ["a", "b", "c", "d"],
        "tags": [["x", "y"], [], None, ["x"]],
        "pairs": pyarrow.array([[("k", 1)], [], None, [("l", 2)]], pyarrow.map_("string", "int8")),
        "one": [{"k": ["v"], "n": 1}, {"k": None, "n": 2}, None, {"k": [], "n": 3}],
        "two": pyarrow.array([[1, 2], [3, 4], None, [5, 6]], pyarrow.list_(pyarrow.int8(), 2)),
        "kind": ["a", None, "a", "b"],
        "nothing": pyarrow.nulls(4),
    }
    rows = [row for row in read(written(**columns)) if isinstance(row, Row)]
    assert [row.data["tags"] for row in rows] == columns["tags"]
    assert [row.data["pairs"] for row in rows] == [[["k", 1]], [], None, [["l", 2]]]
    assert [row.data["one"] for row in rows] == columns["one"]
    assert [row.data["two"] for row in rows] == [[1, 2], [3, 4], None, [5, 6]]
    assert [row.data["kind"] for row in rows] == columns["kind"]
    assert [row.data["nothing"] for row in rows] == [None] * 4


@pytest.mark.slow
@pytest.mark.parametrize("version", ["1.0", "2.0"])
@pytest.mark.parametrize("encoding", ["PLAIN", "DELTA_BYTE_ARRAY", "DELTA_LENGTH_BYTE_ARRAY", None])
def test_many_rows_come_out_whole_and_in_order(version: str, encoding: str | None) -> None:
    texts = [f"row {n} " + "x" * (2 * n % 7_000) for n in range(3_000)]
    file = io.BytesIO()
    pyarrow.parquet.write_table(
        pyarrow.table({"text": texts, "n": range(3_000)}),
        file,
        data_page_version=version,
        use_dictionary=["n"] if encoding else True,
        column_encoding={"text": encoding} if encoding else None,
        row_group_size=1_300,
    )
    rows = [row for row in read(file.getvalue()) if isinstance(row, Row)]
    assert [row.text for row in rows] == texts
    assert [row.line for row in rows] == [row.data["n"] + 1 for row in rows]


@pytest.mark.slow
def test_a_column_of_bytes_is_left_out_and_told_once(driver: Driver) -> None:
    """It refused every row, though nobody had asked for it."""
    project = driver.project()
    image = [{"bytes": b"\xff" * 270 * MIB, "path": "a.jpg"}, {"bytes": None, "path": "b.jpg"}]
    columns = {"text": ["a", "b"], "hash": [b"\xff\x00", b"\xfe"], "image": image, "n": [1, 2]}
    body = written(dictionaries=False, statistics=False, **columns)
    answer = driver.upload(project, body, PARQUET)
    driver.work()
    shown = found(driver, project, answer)
    assert counts(shown) == (2, 2, 0, 0)
    assert [(w["line"], w["detail"].split(":")[0]) for w in shown["warnings"]] == [
        (None, "The column 'hash' holds bytes, not text"),
        (None, "The column 'image' holds bytes, not text"),
    ]
    detail = driver.get(f"/projects/{project}/items/{items(driver, project)[0]['id']}").json()
    assert detail["sources"][0]["data"] == {"n": 1}


def test_a_column_of_bytes_that_is_asked_for_is_text_if_it_can_be() -> None:
    good, bad = read(written(body=[b"Gr\xc3\xbc\xc3\x9fe", b"\xff"]), columns={"text": "body"})
    assert isinstance(good, Row)
    assert good.text == "Grüße"
    assert isinstance(bad, RejectedRow)
    assert "not UTF-8" in bad.detail


class LostConnection(io.BytesIO):
    """A file of an object store that is away from its end on."""

    def read(self, size: int | None = -1, /) -> bytes:
        if self.tell() > 0:
            raise ConnectionResetError("the store is away")
        return super().read(10 if size is None or size < 0 else size)


def test_a_fault_of_the_store_is_not_taken_for_a_damaged_file() -> None:
    file = LostConnection(written(text=["plum", "iron"] * 200_000))
    with pytest.raises(ConnectionResetError, match="the store is away"):
        list(read_rows(file, PARQUET, Manner(Limits(200_000))))


def test_the_numbers_that_pandas_gives_rows_are_no_data(driver: Driver) -> None:
    frame = pd.DataFrame({"text": list("abcd"), "kind": list("xxyx")})
    frame[frame.kind == "x"].to_parquet(sink := io.BytesIO())
    assert "__index_level_0__" in pyarrow.parquet.read_schema(sink).names
    project = driver.project()
    driver.upload(project, sink.getvalue(), PARQUET)
    as_lines = '{"text": "e", "__index_level_0__": 7}'
    driver.upload(project, as_lines)
    driver.work()
    lines = driver.get(f"/projects/{project}/export", everything=True).text.splitlines()
    data = {line["text"]: line["data"] for line in map(json.loads, lines)}
    assert data == {text: {"kind": "x"} for text in "abd"} | {"e": {}}
    table = driver.get(f"/projects/{project}/export", everything=True, format="csv").text
    assert "__index_level" not in table


def test_they_are_read_where_they_were_asked_for() -> None:
    content = written(text=["a"], __index_level_0__=[7], __index_level_1__=[8])
    [row] = read(content, columns={"id": "__index_level_0__"})
    assert isinstance(row, Row)
    assert (row.external_id, row.data) == ("7", {"__index_level_0__": 7})
