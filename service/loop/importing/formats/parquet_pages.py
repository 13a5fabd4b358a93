"""What a Parquet file unpacks to, from the headers of its pages: before any page is unpacked.

Its table of contents says so too, but nothing keeps a file from lying there; the headers are what
memory is taken by.
"""

import os
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from typing import IO, Any, NamedTuple

from service.errors import BadUpload
from service.loop.importing.formats.manner import Manner
from service.loop.importing.formats.thrift_compact import Compact

BATCH = 1_000
BATCH_BYTES = 64 * 1024**2
"""What is taken at a time of rows that can be larger than what they are written as."""
MOST_BYTES = 256 * 1024**2
"""Of a page; of a nested column in a row group, because all of it can be one row's."""
WRITE = "Write the file with smaller row groups, or without that column."
HEAD = 16 * 1024
MOST_PAGES = 1_000_000
MOST_CONTENTS = 64 * 1024**2
ENDING = 8
"""Bytes behind the table of contents: its length, and PAR1."""
DAMAGED = "The Parquet file is damaged or cut off: a page has no header."
NO_CONTENTS = "The Parquet file is damaged or cut off: its table of contents can't be read."
DELTA_LENGTH, PREFIXED = 6, 7
"""Encodings of texts that Arrow doesn't read as dictionaries. In the second a value says how much
it shares with the one before."""
TEXTS = ("BYTE_ARRAY", "FIXED_LEN_BYTE_ARRAY")


class Chunk(NamedTuple):
    """A column's part in a row group."""

    start: int
    length: int


class Page(NamedTuple):
    unpacked: int
    values: int
    encoding: int
    """-1 where the header names none."""
    is_dictionary: bool


@dataclass
class Plan:
    """How a file is read in bounded memory."""

    rows: int = BATCH
    """At a time."""
    dictionaries: list[str] = field(default_factory=list)
    """Nested columns to read so that a text which a thousand lists have is there once."""


def plan(table: Any, file: IO[bytes], names: Collection[str], manner: Manner) -> Plan:
    """For these columns. Raises `BadUpload` where they would take more memory than they may."""
    made, held, groups = Plan(), 0, _row_groups(file, table.metadata.num_columns)
    most = manner.limits.unpacked_bytes
    for place in range(table.metadata.num_columns):
        column = table.schema.column(place)
        if not _is_read(column.path, names):
            continue
        for chunks in groups:
            found = list(_pages(file, chunks[place]))
            held += sum(page.unpacked for page in found)
            manner.take(sum(page.unpacked for page in found))
            if held > most:
                raise BadUpload(f"Unpacked, the file is larger than {most:,} bytes.")
            largest = max((page.unpacked for page in found), default=0)
            if largest > MOST_BYTES:
                raise BadUpload(f"A page of {column.path!r} has {largest:,} bytes. {WRITE}")
            if column.max_repetition_level:
                _plan_nested(made, column, found)
            elif column.physical_type in TEXTS:
                made.rows = min(made.rows, max(BATCH_BYTES // max(_shared(found), 1), 1))
    return made


def _plan_nested(made: Plan, column: Any, found: list[Page]) -> None:
    values = sum(page.values for page in found if not page.is_dictionary)
    held = max(sum(page.unpacked for page in found), values * max(column.length, 8))
    if held > MOST_BYTES:
        raise BadUpload(f"{column.path!r} takes {held:,} bytes in a row group. {WRITE}")
    if column.physical_type != "BYTE_ARRAY" or values * _shared(found) <= MOST_BYTES:
        return
    if {page.encoding for page in found} & {DELTA_LENGTH, PREFIXED} or not _is_text(column):
        raise BadUpload(f"{column.path!r} is in an encoding that can't be read within limits.")
    made.dictionaries.append(column.path)


def _shared(found: list[Page]) -> int:
    """How much many values can each have of what is written once."""
    shared = (p.unpacked for p in found if p.is_dictionary or p.encoding == PREFIXED)
    return max(shared, default=0)


def _is_read(path: str, names: Collection[str]) -> bool:
    """As Arrow understands names: all that is nested in a column is read with it."""
    return any(path == name or path.startswith(f"{name}.") for name in names)


def _is_text(column: Any) -> bool:
    return column.logical_type.type in ("STRING", "NONE", "ENUM", "JSON", "BSON")


def _row_groups(file: IO[bytes], n_columns: int) -> list[list[Chunk]]:
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


def _pages(file: IO[bytes], chunk: Chunk) -> Iterator[Page]:
    """The pages of a column's part in a row group. Raises `BadUpload` where there is none."""
    at, end = chunk.start, chunk.start + chunk.length
    for _ in range(MOST_PAGES):
        if at >= end:
            return
        header, length = _header(file, at)
        # A dictionary, or data of the second or of the first version.
        kind, encoded_at = next((k for k in ((7, 2), (8, 4), (5, 2)) if k[0] in header), (5, 2))
        data = header.get(kind, {})
        sizes = [header.get(2, 0), header.get(3, 0)]
        sizes += [data.get(1, 0), data.get(encoded_at, -1)] if isinstance(data, dict) else [None]
        if not all(isinstance(each, int) for each in sizes):
            raise BadUpload(DAMAGED)
        size, packed, values, encoding = sizes
        yield Page(size, values, encoding, kind == 7)
        at += length + max(packed, 0)
    raise BadUpload(f"A column of the Parquet file has more than {MOST_PAGES:,} pages.")


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
