"""Rows out of files as people really have them."""

import csv
import io
import json
import tracemalloc
from collections.abc import Iterator
from contextlib import suppress
from typing import Any

import pytest

from service.importing.formats import READERS, Limits, Manner, Row, known_content_type, read_rows
from service.importing.formats.encoded import in_utf8
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload

LIMITS = Limits(text_chars=1_000)


def read(kind: str, content: bytes | str, **columns: str) -> list[Row | RejectedRow]:
    raw = content.encode() if isinstance(content, str) else content
    return list(read_rows(io.BytesIO(raw), kind, Manner(LIMITS, columns)))


def csv_rows(content: bytes | str, **columns: str) -> list[Row | RejectedRow]:
    return read("text/csv", content, **columns)


def json_rows(content: bytes | str, **columns: str) -> list[Row | RejectedRow]:
    return read("application/x-ndjson", content, **columns)


def by_line(rows: list[Row | RejectedRow]) -> list[tuple[int, str]]:
    """Line and text, or line and the reason for the refusal."""
    return [(row.line, row.text if isinstance(row, Row) else f"! {row.detail}") for row in rows]


@pytest.mark.parametrize("delimiter", [",", ";", "\t", "|"])
def test_the_delimiter_is_found(delimiter: str) -> None:
    [row] = csv_rows(
        f"id{delimiter}text{delimiter}label\n7{delimiter}a, b; c{delimiter}x\n"
        if delimiter not in ",;"
        else f'id{delimiter}text{delimiter}label\n7{delimiter}"a, b; c"{delimiter}x\n'
    )
    assert isinstance(row, Row)
    assert (row.external_id, row.text, row.label) == ("7", "a, b; c", "x")


def test_a_comma_in_a_column_name_is_no_delimiter() -> None:
    [row] = csv_rows("text;size, in cm\nhello, you;3\n")
    assert isinstance(row, Row)
    assert (row.text, row.data) == ("hello, you", {"size, in cm": "3"})


def test_quotes_hold_delimiters_newlines_and_quotes() -> None:
    rows = csv_rows('text,n\n"a, ""b""\nand c",1\r\n"\r\nd",2\nlast,3')
    assert by_line(rows) == [(2, 'a, "b"\nand c'), (4, "\r\nd"), (6, "last")]


@pytest.mark.parametrize("kind", ["csv", "ndjson"])
def test_a_byte_order_mark_is_no_text(kind: str) -> None:
    content = "text\nhello\n" if kind == "csv" else '{"text": "hello"}\n'
    rows = (csv_rows if kind == "csv" else json_rows)("\ufeff" + content)
    assert [text for _, text in by_line(rows)] == ["hello"]


def test_columns_can_have_other_names() -> None:
    rows = csv_rows("Body,Key,Class,extra\nhello,7,x,1\n", text="Body", id="Key", label="Class")
    assert rows == [Row(2, "hello", "7", "x", {"Key": "7", "Class": "x", "extra": "1"})]
    rows = json_rows('{"b": "hello", "k": 7, "c": "x", "extra": [1]}', text="b", id="k", label="c")
    assert rows == [Row(1, "hello", "7", "x", {"k": 7, "c": "x", "extra": [1]})]


def test_a_renamed_column_leaves_the_usual_name_as_data() -> None:
    [row] = json_rows('{"body": "hello", "text": "other"}', text="body")
    assert isinstance(row, Row)
    assert (row.text, row.data) == ("hello", {"text": "other"})


BAD_FILES = {
    "no text column": ("a,b\n1,2\n", r"No column 'text'.*line 1.*'a', 'b'"),
    "a column twice": ("text,a,a\n1,2,3\n", r"\(line 1\) names the column 'a' twice"),
    "two without a name": ("text,,\n1,2,3\n", "two columns without a name"),
    "empty": ("", "empty"),
    "blank": ("\n\n", "empty"),
    "NUL": ("te\0xt\n", "not a text file"),
    "an open mark": ('"text,n\na,b\n', "a quotation mark isn't closed"),
    "no line end": ("text," + "x" * LIMITS.line_bytes, r"The header \(line 1\) is longer than"),
    "a thousand columns": (",".join(["text", *map(str, range(1_000))]), "1,001 columns"),
}


@pytest.mark.parametrize("name", BAD_FILES)
def test_a_table_that_cannot_be_read_says_why(name: str) -> None:
    content, reason = BAD_FILES[name]
    with pytest.raises(BadUpload, match=reason):
        csv_rows(content)


def test_ragged_rows_are_refused_and_the_rest_kept() -> None:
    rows = csv_rows("text,n\na,1\nb\nc,2,3\n\nd,4\n")
    assert by_line(rows) == [
        (2, "a"),
        (3, "! 1 field where the header has 2"),
        (4, "! 3 fields where the header has 2"),
        (6, "d"),
    ]


BAD_LINES: dict[str, tuple[bytes, str]] = {
    "not JSON": (b"{nope", "not JSON"),
    "a list": (b"[1]", "not a JSON object but a list"),
    "a text": (b'"one"', 'not a JSON object but a text: a row looks like {"text": "…"}'),
    "nothing": (b"null", "not a JSON object but null"),
    "no text": (b'{"id": 1}', "no 'text'"),
    "null": (b'{"text": null}', "no 'text'"),
    "a number": (b'{"text": 7}', "'text' is not a text but int"),
    "blank": (b'{"text": " \\n"}', "'text' is empty"),
    "too long": (
        json.dumps({"text": "x" * 1_001}).encode(),
        "1,001 characters, the limit is 1,000",
    ),
    "NUL": (b'{"text": "a\\u0000b"}', "NUL"),
    "NUL in the id": (b'{"text": "a", "id": "\\u0000"}', "NUL"),
    "escaped surrogate": (b'{"text": "a \\ud83d"}', "half a character"),
    "surrogate in data": (b'{"text": "a", "data": {"k": ["\\uDE00"]}}', "half a character"),
    "NaN": (b'{"text": "a", "score": NaN}', "NaN is no number"),
    "infinity": (b'{"text": "a", "score": -Infinity}', "-Infinity is no number"),
    "too large a number": (b'{"text": "a", "score": 1e999}', "too large"),
    "too deep": (b'{"text": ' + b"[" * 100_000, "not JSON"),
    "deep": (b'{"text": "a", "data": ' + b"[" * 101 + b"]" * 101 + b"}", "more than 100 deep"),
    "deep without a text": (b'{"data": ' + b"[" * 500 + b"]" * 500 + b"}", "more than 100 deep"),
    "half a character deep down": (
        b'{"text": "a", "data": ' + b"[" * 500 + b'"\\ud800"' + b"]" * 500 + b"}",
        "half a character",
    ),
    "UTF-16": ('{"text": "a"}'.encode("utf-16-le"), "not JSON"),
    "a line without end": (b'{"text": "' + b"x" * (LIMITS.line_bytes + 10), "longer than"),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_is_refused_and_the_rest_kept(name: str) -> None:
    line, reason = BAD_LINES[name]
    first, bad, last = json_rows(b'{"text": "first"}\n' + line + b'\n{"text": "last"}\n')
    assert [first, last] == [Row(1, "first", None, None, {}), Row(3, "last", None, None, {})]
    assert isinstance(bad, RejectedRow)
    assert bad.line == 2
    assert reason in bad.detail
    assert len(bad.content) <= 200


def test_escaped_pairs_are_characters() -> None:
    [row] = json_rows(b'{"text": "\\ud83d\\ude00"}')
    assert isinstance(row, Row)
    assert row.text == "\N{GRINNING FACE}"


def test_lines_end_where_json_says_so() -> None:
    """Not at what Unicode calls a line end, and at CRLF too; blank lines are none."""
    rows = json_rows('{"text": "a\u2028b\x85c"}\r\n\r\n  \n{"text": "d"}')
    assert by_line(rows) == [(1, "a\u2028b\x85c"), (4, "d")]


def test_too_long_a_line_costs_a_table_one_row() -> None:
    long = "x" * (LIMITS.line_bytes + 10)
    rows = csv_rows(f"text,n\nfirst,1\n{long},2\nlast,3\n")
    assert [line for line, _ in by_line(rows)] == [2, 3, 4]
    assert by_line(rows)[1][1].startswith("! longer than")
    assert by_line(rows)[2] == (4, "last")


def test_nul_and_long_texts_cost_a_table_their_rows() -> None:
    rows = csv_rows(f"text,id\na\0b,1\n{'x' * 1001},2\nc,\0\nd,4\n")
    assert [line for line, text in by_line(rows) if text.startswith("!")] == [2, 3, 4]
    assert by_line(rows)[-1] == (5, "d")


def test_an_unknown_kind_is_refused_by_name() -> None:
    with pytest.raises(BadUpload, match=r"'application/pdf'.*text/csv"):
        known_content_type("application/pdf", None)
    assert known_content_type("Text/CSV; charset=utf-8", None) == "text/csv"


class Endless(io.RawIOBase):
    """`size` bytes of a file that nobody holds."""

    def __init__(self, start: bytes, part: bytes, size: int) -> None:
        self._parts = self._content(start, part, size)
        self._left = b""

    @staticmethod
    def _content(start: bytes, part: bytes, size: int) -> Iterator[bytes]:
        yield start
        for _ in range(size // len(part)):
            yield part

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        self._left = self._left or next(self._parts, b"")
        taken, self._left = self._left[: len(buffer)], self._left[len(buffer) :]
        buffer[: len(taken)] = taken
        return len(taken)


ENDLESS = {
    "rows": ("text/csv", b"text\n", b"hello" * 1_000 + b"\n"),
    "one line": ("text/csv", b"text\n", b"x" * 9_000),
    "one quoted field": ("text/csv", b'text\n"', b"hello" * 1_000 + b"\n"),
    "lines": ("application/x-ndjson", b"", b'{"text": "' + b"hello" * 100 + b'"}\n'),
    "one JSON line": ("application/x-ndjson", b'{"text": "', b"x" * 9_000),
}


@pytest.mark.slow
@pytest.mark.parametrize("name", ENDLESS)
def test_memory_does_not_grow_with_the_file(name: str) -> None:
    kind, start, part = ENDLESS[name]
    file = io.BufferedReader(Endless(start, part, 24_000_000))
    tracemalloc.start()
    try:
        with suppress(BadUpload):  # a quotation mark that is never closed
            for _ in READERS[kind](in_utf8(file, "utf-8", lambda _: None), Manner(LIMITS)):
                pass
        _, peak = tracemalloc.get_traced_memory()
    finally:
        tracemalloc.stop()
    assert peak < 8 * LIMITS.line_bytes, f"{peak:,} bytes"


def test_field_size_is_the_limit_of_the_file_not_of_the_process() -> None:
    csv.field_size_limit(10)
    [row] = csv_rows(f"text\n{'x' * 500}\n")
    assert isinstance(row, Row)
