"""Readers on whatever bytes there are: how they arrive changes nothing, no other error comes."""

import gzip
import io
import json
from dataclasses import asdict
from typing import Any

import pyarrow
import pyarrow.parquet
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from service.importing.formats import Limits, Manner, Row, read_rows
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload

pytestmark = pytest.mark.slow

LIMITS = Limits(text_chars=100, unpacked_bytes=10_000_000)
KINDS = ("application/x-ndjson", "application/json", "text/csv", "text/tab-separated-values")
PARQUET = "application/vnd.apache.parquet"

WORDS = st.text(max_size=12)
VALUES = st.one_of(st.none(), st.booleans(), st.integers(), st.floats(), WORDS)
OBJECTS = st.dictionaries(st.sampled_from(["text", "id", "label", "more"]), VALUES, max_size=4)
JSON_LINES = st.lists(OBJECTS.map(json.dumps), max_size=8).map("\n".join)
ARRAYS = st.lists(OBJECTS, max_size=8).map(json.dumps)
CELLS = st.sampled_from(["a", '"a,b"', '"x\ny"', "é", '"', "", "\r", "\t"])
TABLES = st.lists(st.lists(CELLS, max_size=4).map(",".join), max_size=8).map(
    lambda rows: "\n".join(["text,id", *rows])
)
TEXTS = st.one_of(JSON_LINES, ARRAYS, TABLES).map(lambda text: text.encode("utf-8", "replace"))


@st.composite
def damaged(draw: st.DrawFn, contents: Any) -> bytes:
    """A file of which a piece may be missing or be something else."""
    content = bytes(draw(contents))
    start = draw(st.integers(0, len(content)))
    end = draw(st.integers(start, len(content)))
    return content[:start] + draw(st.binary(max_size=6)) + content[end:]


CONTENTS = st.one_of(TEXTS, damaged(TEXTS), st.binary(max_size=200))


class Trickle(io.RawIOBase):
    """A file that arrives in pieces of these sizes, again and again."""

    def __init__(self, content: bytes, sizes: list[int]) -> None:
        self._file, self._sizes, self._turn = io.BytesIO(content), sizes, 0

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return True

    def seek(self, offset: int, whence: int = 0) -> int:
        return self._file.seek(offset, whence)

    def readinto(self, buffer: Any) -> int:
        self._turn += 1
        size = min(len(buffer), self._sizes[self._turn % len(self._sizes)])
        data = self._file.read(size)
        buffer[: len(data)] = data
        return len(data)


def read(
    kind: str, content: bytes, sizes: list[int] | None = None
) -> list[Row | RejectedRow] | str:
    """The rows of a file, or why it can't be read."""
    raw = Trickle(content, sizes) if sizes else None
    file = io.BufferedReader(raw, 1) if raw is not None else io.BytesIO(content)
    try:
        return list(read_rows(file, kind, Manner(LIMITS)))
    except BadUpload as error:
        return error.detail


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(KINDS), CONTENTS, st.booleans(), st.lists(st.integers(1, 9), min_size=1))
def test_the_pieces_a_file_arrives_in_change_nothing(
    kind: str, content: bytes, pack: bool, sizes: list[int]
) -> None:
    content = gzip.compress(content, mtime=0) if pack else content
    assert read(kind, content, sizes) == read(kind, content)


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(KINDS), CONTENTS)
def test_rows_are_what_a_database_and_an_export_can_hold(kind: str, content: bytes) -> None:
    rows = read(kind, content)
    for row in rows if isinstance(rows, list) else []:
        fields = asdict(row)
        encoded = json.dumps(fields, ensure_ascii=False, allow_nan=False).encode()
        assert b"\0" not in encoded
        if isinstance(row, Row):
            assert 0 < len(row.text) <= LIMITS.text_chars
            assert row.text.strip()
        else:
            assert row.detail


@settings(max_examples=100, deadline=None)
@given(damaged(st.binary(max_size=300).map(lambda content: gzip.compress(content, mtime=0))))
def test_a_damaged_gzip_file_is_told(content: bytes) -> None:
    assert isinstance(read("text/csv", content), list | str)


def _parquet() -> bytes:
    table = pyarrow.table({"text": [f"text {n}" for n in range(50)], "n": list(range(50))})
    file = io.BytesIO()
    pyarrow.parquet.write_table(table, file)
    return file.getvalue()


WHOLE = _parquet()


@pytest.mark.parametrize("length", [0, 3, 4, 8, len(WHOLE) // 2, len(WHOLE) - 9, len(WHOLE) - 1])
def test_a_parquet_file_that_is_cut_off_is_told(length: int) -> None:
    outcome = read(PARQUET, WHOLE[:length])
    assert isinstance(outcome, str)
    assert "damaged or cut off" in outcome


@settings(max_examples=60, deadline=None)
@given(st.integers(0, len(WHOLE) - 1), st.integers(1, 255))
def test_a_parquet_file_with_a_wrong_byte_is_read_or_told(place: int, by: int) -> None:
    content = bytearray(WHOLE)
    content[place] ^= by
    assert isinstance(read(PARQUET, bytes(content)), list | str)


def test_no_wrong_bit_of_its_table_of_contents_ends_the_process() -> None:
    """pyarrow's own reader of it does: what it throws there isn't caught by anybody."""
    length = int.from_bytes(WHOLE[-8:-4], "little")
    for place in range(len(WHOLE) - 8 - length, len(WHOLE)):
        for bit in (0, 4, 5):
            content = bytearray(WHOLE)
            content[place] ^= 1 << bit
            assert isinstance(read(PARQUET, bytes(content)), list | str), (place, bit)


def test_a_parquet_file_with_a_broken_name_of_a_column_is_told() -> None:
    outcome = read(PARQUET, WHOLE.replace(b"text", b"\xf4ext"))
    assert isinstance(outcome, str)
    assert "damaged or cut off" in outcome
