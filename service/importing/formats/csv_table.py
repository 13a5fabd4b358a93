"""CSV with a header; the delimiter is the one of comma, semicolon, tab and bar that fits."""

import csv
import io
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import IO

from service.importing.formats.rows import Manner, Row, excerpt
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload

DELIMITERS = (",", ";", "\t", "|")
MAX_COLUMNS = 1_000
MANY_LINES = 100
"""A field that spans more is kept, and told of: a quotation mark may lack its partner."""
MEND = (
    'Write "" for a quotation mark within a quoted field, or, where quotation marks are only '
    "letters, send the file with quoting=none (`--quoting none`)."
)


class _Lines(Iterator[str]):
    """Lines of at most `limit` characters. A longer one is passed over unread, and is an error.

    `csv` would read a line whole however long it is, and a row however many lines it has: a file
    of 4 GB need not hold a second one.
    """

    def __init__(self, file: io.TextIOWrapper, limit: int) -> None:
        self._file, self._limit = file, limit
        self.number = 0
        """Lines read so far."""
        self.row: list[str] = []
        """Those of the row that is being read."""
        self._held = 0

    def begin_row(self) -> int:
        """The line at which the next row starts."""
        self.row, self._held = [], 0
        return self.number + 1

    def __next__(self) -> str:
        line = self._file.readline(self._limit)
        if not line:
            raise StopIteration
        self.number += 1
        self.row.append(line)
        self._held += len(line)
        if self._held > self._limit and len(self.row) > 1:
            raise csv.Error(f"longer than {self._limit:,} characters")
        if len(line) < self._limit or line.endswith(("\n", "\r")):
            return line
        while (rest := self._file.readline(self._limit)) and not rest.endswith(("\n", "\r")):
            pass
        raise csv.Error(f"longer than {self._limit:,} characters")


def read(file: IO[bytes], manner: Manner) -> Iterator[Row | RejectedRow]:
    csv.field_size_limit(manner.limits.line_bytes)
    text = io.TextIOWrapper(file, encoding="utf-8", newline="")
    try:
        lines = _Lines(text, manner.limits.line_bytes)
        header, delimiter = _header(lines, manner)
        yield from _rows(lines, delimiter, header, manner)
    finally:
        text.detach()


def _rows(
    lines: _Lines, delimiter: str, header: list[str], manner: Manner
) -> Iterator[Row | RejectedRow]:
    table = csv.reader(lines, _dialect(delimiter, manner))
    check = manner.checker()
    while True:
        line = lines.begin_row()
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield _broken(line, lines, delimiter, str(error), manner)
            continue
        if lines.number - line >= MANY_LINES:
            _tell_long(line, cells, manner)
        if len(cells) == len(header):
            yield check(line, dict(zip(header, cells)))  # noqa: B905 - as long as each other
        elif cells:
            fields = "field" if len(cells) == 1 else "fields"
            reason = f"{len(cells)} {fields} where the header has {len(header)}"
            yield RejectedRow(line, reason, excerpt(repr(cells)))


def _broken(line: int, lines: _Lines, delimiter: str, error: str, manner: Manner) -> RejectedRow:
    """A row that can't be read; `BadUpload` when it is open where further rows may begin.

    Nobody knows where they do then, and rows that were taken for a part of it would be lost.
    """
    ended = error.startswith("unexpected end")
    if manner.quoting and (ended or lines.number > line):
        at = line + _opened(lines.row, delimiter)
        reason = "is never closed" if ended else f"is not closed before line {lines.number:,}"
        if error.startswith("longer than") or "field limit" in error:
            reason = f"is not closed within {manner.limits.line_bytes:,} characters"
        raise BadUpload(
            f"The quotation mark that opens a field in line {at:,} {reason}. {MEND}", line=at
        )
    if "expected after" in error:
        error = f"a quotation mark closes a field before its end. {MEND}"
    return RejectedRow(line, error, excerpt("".join(lines.row)))


def _opened(row: list[str], delimiter: str) -> int:
    """How many lines below the first of a row its open quoted field begins."""
    text, at = "".join(row), 0
    while at < len(text):
        end = _quoted_end(text, at) if text[at] == '"' else at
        if end == len(text) or (text[at] == '"' and text[end] not in (delimiter, "\r", "\n")):
            break
        following = text.find(delimiter, end)
        if following < 0:
            break
        at = following + 1
    ends = accumulate(len(line) for line in row)
    return sum(end <= at for end in ends)


def _quoted_end(text: str, start: int) -> int:
    """Where a quoted field that begins at `start` ends; at the end of the text if it doesn't."""
    at = text.find('"', start + 1)
    while at >= 0 and text[at + 1 : at + 2] == '"':
        at = text.find('"', at + 2)
    return len(text) if at < 0 else at + 1


def _tell_long(line: int, cells: list[str], manner: Manner) -> None:
    for cell in cells:
        spans = 1 + cell.count("\n") + cell.count("\r") - cell.count("\r\n")
        if spans > MANY_LINES:
            manner.warn(
                line,
                f"One field goes on over {spans:,} lines, {len(cell):,} characters. "
                "It is kept; is the quotation mark at its end meant for another one?",
            )
        line += spans - 1


def _header(lines: _Lines, manner: Manner) -> tuple[list[str], str]:
    try:
        first = next(lines, "")
    except csv.Error as error:
        raise BadUpload(f"The header (line 1) is {error}. Is it a table?", line=1) from error
    if "\x00" in first:
        raise BadUpload("The file is not a text file: it holds NUL bytes.")
    if not first.strip():
        raise BadUpload(
            f"The file is empty: it needs a header line that names a {manner.role} column."
        )
    wanted = manner.called(manner.role)
    readings = {d: _names(first, d, manner) for d in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda d: (wanted in readings[d], len(readings[d])))
    header = [name.strip() for name in readings[delimiter]]
    _check_header(header, wanted, manner.role)
    return header, delimiter


def _names(header: str, delimiter: str, manner: Manner) -> list[str]:
    try:
        return next(csv.reader([header], _dialect(delimiter, manner)))
    except csv.Error:  # marks stand where this delimiter puts no end to a name
        return []


def _dialect(delimiter: str, manner: Manner) -> type[csv.Dialect]:
    class Asked(csv.excel):
        strict = True
        quoting = csv.QUOTE_MINIMAL if manner.quoting else csv.QUOTE_NONE

    Asked.delimiter = delimiter
    return Asked


def _check_header(header: list[str], wanted: str, role: str) -> None:
    if not header:
        raise BadUpload(
            f"In the header (line 1) a quotation mark isn't closed at the end of a name. {MEND}",
            line=1,
        )
    if len(header) > MAX_COLUMNS:
        raise BadUpload(f"The header has {len(header):,} columns, the limit is {MAX_COLUMNS:,}.")
    if wanted not in header:
        names = ", ".join(repr(name) for name in header[:20])
        raise BadUpload(
            f"No column {wanted!r}. The header (line 1) has: {names}. "
            f"Rename a column, or name the {role} column with `{role}=`.",
            line=1,
        )
    if (twice := named_twice(header)) is not None:
        raise BadUpload(f"The header (line 1) {twice}", line=1)


def named_twice(columns: Sequence[str]) -> str | None:
    """What is said of columns of the same name; None where there are none. The page says it too."""
    first = next((name for name, count in Counter(columns).items() if count > 1), None)
    if first is None:
        return None
    if first:
        return f"names the column {first!r} twice: rename one of the two."
    return "has two columns without a name: name them, or leave them out."
