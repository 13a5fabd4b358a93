"""What a Parquet file unpacks to, from the headers of its pages: before any page is unpacked.

Its table of contents says so too, but nothing keeps a file from lying there; the headers are what
memory is taken by.
"""

import os
from collections.abc import Iterator
from typing import IO, Any, NamedTuple

from service.kit.errors import BadUpload

DEEPEST = 8


class Compact:
    """Reads Thrift's compact protocol. IndexError where the bytes end, ValueError for nonsense."""

    def __init__(self, content: bytes) -> None:
        self._content, self.at = content, 0

    def struct(self, depth: int = 0) -> dict[int, Any]:
        if depth > DEEPEST:
            raise ValueError("too deep")
        fields: dict[int, Any] = {}
        number = 0
        while head := self._byte():
            step, kind = head >> 4, head & 0xF
            number = number + step if step else self._integer()
            fields[number] = kind == 1 if kind in (1, 2) else self._value(kind, depth)
        return fields

    def _value(self, kind: int, depth: int) -> Any:
        if kind in (4, 5, 6):
            return self._integer()
        if kind == 12:
            return self.struct(depth + 1)
        if kind in (9, 10):
            head = self._byte()
            count = head >> 4 if head >> 4 < 15 else self._varint()
            return [self._value(head & 0xF, depth + 1) for _ in range(self._within(count))]
        if kind in (1, 2, 3):
            return self._byte()
        if kind not in (7, 8):
            raise ValueError(f"no kind of value: {kind}")
        length = 8 if kind == 7 else self._varint()
        self.at += self._within(length)
        return None

    def _integer(self) -> int:
        value = self._varint()
        return (value >> 1) ^ -(value & 1)

    def _varint(self) -> int:
        value = shift = 0
        while True:
            byte = self._byte()
            value |= (byte & 0x7F) << shift
            if byte < 0x80:
                return value
            shift += 7
            if shift > 63:
                raise ValueError("too long a number")

    def _within(self, count: int) -> int:
        if self.at + count > len(self._content):
            raise IndexError
        return count

    def _byte(self) -> int:
        byte = self._content[self.at]
        self.at += 1
        return byte


WRITE = "Write the file with smaller row groups, or without that column."
HEAD = 16 * 1024
MOST_PAGES = 1_000_000
"""Of a file: looking at their headers takes 20 s."""
MOST_CONTENTS = 64 * 1024**2
ENDING = 8
"""Bytes behind the table of contents: its length, and PAR1."""
DAMAGED = "The Parquet file is damaged or cut off: a page has no header."
NO_CONTENTS = "The Parquet file is damaged or cut off: its table of contents can't be read."
DELTA_LENGTH, PREFIXED = 6, 7
"""Encodings of texts that Arrow doesn't read as dictionaries. In the second a value says how much
it shares with the one before."""


class Chunk(NamedTuple):
    """A column's part in a row group."""

    start: int
    length: int


class _Page(NamedTuple):
    unpacked: int
    values: int
    encoding: int
    """-1 where the header names none."""
    is_dictionary: bool


class ChunkSize(NamedTuple):
    """What a column's part in a row group unpacks to."""

    unpacked: int
    largest_page: int
    values: int
    shared: int
    """Bytes that many values can each have of what is written once."""
    needs_all: bool
    """Whether a text that many values share can't be kept once."""


class PageHeaders:
    """The headers of a file's pages. Raises `BadUpload` where there are too many."""

    def __init__(self, file: IO[bytes]) -> None:
        self._file, self._left = file, MOST_PAGES

    def size(self, chunk: Chunk) -> ChunkSize:
        unpacked = largest = values = shared = 0
        needs_all = False
        for page in self._pages(chunk):
            unpacked += page.unpacked
            largest = max(largest, page.unpacked)
            values += 0 if page.is_dictionary else page.values
            if page.is_dictionary or page.encoding == PREFIXED:
                shared = max(shared, page.unpacked)
            needs_all = needs_all or page.encoding in (DELTA_LENGTH, PREFIXED)
        return ChunkSize(unpacked, largest, values, shared, needs_all)

    def _pages(self, chunk: Chunk) -> Iterator[_Page]:
        """Raises `BadUpload` where there is none."""
        at, end = chunk.start, chunk.start + chunk.length
        while at < end:
            if self._left == 0:
                raise BadUpload(f"The Parquet file has more than {MOST_PAGES:,} pages. {WRITE}")
            self._left -= 1
            header, length = _header(self._file, at)
            # A dictionary, or data of the second or of the first version.
            kind, encoded_at = next((k for k in ((7, 2), (8, 4), (5, 2)) if k[0] in header), (5, 2))
            data = header.get(kind, {})
            sizes = [header.get(2, 0), header.get(3, 0)]
            sizes += (
                [data.get(1, 0), data.get(encoded_at, -1)] if isinstance(data, dict) else [None]
            )
            if not all(isinstance(each, int) for each in sizes):
                raise BadUpload(DAMAGED)
            size, packed, values, encoding = sizes
            yield _Page(size, values, encoding, kind == 7)
            at += length + max(packed, 0)


def row_groups(file: IO[bytes], n_columns: int) -> list[list[Chunk]]:
    """What the table of contents says of each column's part in each row group.

    pyarrow knows it too, but ends the process where what it says can't be (an exception of C++ that
    isn't translated; pyarrow 26).
    """
    file.seek(-ENDING, os.SEEK_END)
    length = int.from_bytes(file.read(4), "little")
    if length > MOST_CONTENTS:
        raise BadUpload(f"The table of contents has {length:,} bytes. {WRITE}")
    file.seek(-(length + ENDING), os.SEEK_END)
    try:
        contents = Compact(file.read(length)).struct()
        groups = [[_chunk(column[3]) for column in group[1]] for group in contents[4]]
    except (AttributeError, IndexError, KeyError, TypeError, ValueError) as error:
        raise BadUpload(NO_CONTENTS) from error
    if any(len(chunks) != n_columns for chunks in groups):
        raise BadUpload(NO_CONTENTS)
    return groups


def _chunk(described: dict[int, Any]) -> Chunk:
    """By the numbers of fields in Parquet's own definition (ColumnMetaData): 7 is the length, 9 and
    11 are where data and dictionary begin. ValueError where they aren't numbers."""
    length, *starts = (described.get(field, 0) for field in (7, 9, 11))
    if not all(isinstance(each, int) for each in (length, *starts)):
        raise ValueError("not a number")
    return Chunk(min((start for start in starts if start > 0), default=0), length)


def _header(file: IO[bytes], at: int) -> tuple[dict[int, Any], int]:
    size = HEAD
    while True:
        file.seek(at)
        head = file.read(size)
        try:
            return (reading := Compact(head)).struct(), reading.at
        except IndexError:  # statistics can be long
            if len(head) < size:
                break
        except ValueError:
            break
        size *= 8
    raise BadUpload(DAMAGED)
