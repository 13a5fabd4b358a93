"""CSV with a header; the delimiter is the one of comma, semicolon, tab and bar that fits."""

import csv
import io
from collections.abc import Iterator, Mapping
from typing import IO

from service.errors import BadUpload
from service.loop.importing.formats.rows import Check, Limits, Reject, Row, checker, excerpt

DELIMITERS = (",", ";", "\t", "|")
MAX_COLUMNS = 1_000


class _Lines(Iterator[str]):
    """Lines of at most `limit` characters. A longer one is passed over unread, and is an error.

    `csv` would read a line whole however long it is: a file of 4 GB need not hold a second one.
    """

    def __init__(self, file: io.TextIOWrapper, limit: int) -> None:
        self._file, self._limit = file, limit
        self.number = 0
        """Lines read so far."""

    def __next__(self) -> str:
        line = self._file.readline(self._limit)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) < self._limit or line.endswith(("\n", "\r")):
            return line
        while (rest := self._file.readline(self._limit)) and not rest.endswith(("\n", "\r")):
            pass
        raise csv.Error(f"longer than {self._limit:,} characters")


def read(file: IO[bytes], columns: Mapping[str, str], limits: Limits) -> Iterator[Row | Reject]:
    csv.field_size_limit(limits.line_bytes)
    # What is not UTF-8 comes through as surrogates, so that its row alone is refused.
    text = io.TextIOWrapper(file, encoding="utf-8-sig", errors="surrogateescape", newline="")
    try:
        lines = _Lines(text, limits.line_bytes)
        header, delimiter = _header(lines, columns)
        yield from _rows(lines, delimiter, header, columns, limits)
    finally:
        text.detach()


def _rows(
    lines: _Lines, delimiter: str, header: list[str], columns: Mapping[str, str], limits: Limits
) -> Iterator[Row | Reject]:
    table = csv.reader(lines, delimiter=delimiter, strict=False)
    check = checker(columns, limits)
    while True:
        line = lines.number + 1
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield Reject(line, str(error), "")
            continue
        if cells:
            yield _row(line, cells, header, check)


def _row(line: int, cells: list[str], header: list[str], check: Check) -> Row | Reject:
    if len(cells) != len(header):
        reason = f"{len(cells)} fields where the header has {len(header)}"
        return Reject(line, reason, excerpt(repr(cells)))
    try:
        "".join(cells).encode()
    except UnicodeEncodeError:
        return Reject(line, "not UTF-8", excerpt(repr(cells)))
    return check(line, dict(zip(header, cells, strict=True)))


def _header(lines: _Lines, columns: Mapping[str, str]) -> tuple[list[str], str]:
    first = next(lines, "")
    if "\x00" in first:
        raise BadUpload("The file is not a text file: it holds NUL bytes.")
    if not first.strip():
        raise BadUpload("The file is empty: it needs a header line that names a text column.")
    wanted = columns.get("text", "text")
    readings = {d: next(csv.reader([first], delimiter=d)) for d in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda d: (wanted in readings[d], len(readings[d])))
    header = [name.strip() for name in readings[delimiter]]
    if len(header) > MAX_COLUMNS:
        raise BadUpload(f"The header has {len(header):,} columns, the limit is {MAX_COLUMNS:,}.")
    if wanted not in header:
        found = ", ".join(repr(name) for name in header[:20])
        raise BadUpload(
            f"No column {wanted!r}. The header (line 1) has: {found}. "
            "Rename a column, or name the text column with `text=`.",
            line=1,
        )
    if len(set(header)) != len(header):
        raise BadUpload("The header (line 1) names a column twice.", line=1)
    return header, delimiter
