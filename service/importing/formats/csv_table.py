"""CSV; the delimiter is the one of comma, semicolon, tab and bar that fits."""

import csv
import io
import re
from collections import Counter
from collections.abc import Iterator, Sequence
from itertools import accumulate
from typing import IO

from service.importing.formats.rows import Manner, Row, excerpt
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload

DELIMITERS = (",", ";", "\t", "|")
QUOTED = re.compile(r'"(?:[^"]|"")*"')
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
        self._again: str | None = None

    def put_back(self, line: str) -> None:
        """The line that was read last comes again."""
        self._again = line
        self.number -= 1

    def begin_row(self) -> int:
        """The line at which the next row starts."""
        self.row, self._held = [], 0
        return self.number + 1

    def __next__(self) -> str:
        line, self._again = self._again or self._file.readline(self._limit), None
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
    lines: _Lines, delimiter: str, header: list[str] | None, manner: Manner
) -> Iterator[Row | RejectedRow]:
    table = csv.reader(lines, _dialect(delimiter, manner))
    check, longer = manner.checker(), 0
    while True:
        line = lines.begin_row()
        try:
            cells = next(table)
        except StopIteration:
            _tell_surplus(longer, manner)
            return
        except csv.Error as error:
            yield _broken(line, lines, delimiter, str(error), manner)
            continue
        if lines.number - line >= MANY_LINES:
            _tell_long(line, cells, manner)
        header = header or _unnamed(len(cells), manner)
        if manner.joins and len(cells) > len(header):
            cells = _joined(cells, header, delimiter, manner)
        if len(cells) == len(header):
            yield check(line, dict(zip(header, cells)))  # noqa: B905 - as long as each other
        elif cells:
            longer += len(cells) > len(header)
            fields = "field" if len(cells) == 1 else "fields"
            whose = "first row" if manner.header is False else "header"
            reason = f"{len(cells)} {fields} where the {whose} has {len(header)}"
            yield RejectedRow(line, reason, excerpt(repr(cells)))


def _unnamed(count: int, manner: Manner) -> list[str]:
    """Names for the columns of a table without a header; none before the first row."""
    names = ["text"] if count == 1 else [f"column_{n}" for n in range(1, count + 1)]
    if names and (wanted := manner.called(manner.role)) not in names:
        listed = ", ".join(map(repr, names[:20]))
        raise BadUpload(
            f"No column {wanted!r}. Without a header the columns are: {listed}. "
            f"Name the {manner.role} column with `{manner.role}=`.",
            line=1,
        )
    return names


def _joined(cells: list[str], header: list[str], delimiter: str, manner: Manner) -> list[str]:
    """The row with as many fields as there are columns: delimiters in its text are letters."""
    at = header.index(manner.called(manner.role))
    end = at + 1 + len(cells) - len(header)
    return [*cells[:at], delimiter.join(cells[at:end]), *cells[end:]]


def _tell_surplus(longer: int, manner: Manner) -> None:
    if longer:
        have = "1 row has" if longer == 1 else f"{longer:,} rows have"
        manner.warn(
            None,
            f"{have} more fields than there are columns, as with commas outside quotation marks, "
            "and were refused. If they belong to the text, send the file again with "
            "`surplus=text`.",
        )


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


def _header(lines: _Lines, manner: Manner) -> tuple[list[str] | None, str]:
    """The names of the columns, if the first line has them, and the delimiter."""
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
    if manner.header is False:
        lines.put_back(first)
        outside = QUOTED.sub("", first) if manner.quoting else first  # a field may go on below
        return None, max(DELIMITERS, key=outside.count)
    readings = {d: _names(first, d, manner) for d in DELIMITERS}
    delimiter = max(DELIMITERS, key=lambda d: (wanted in readings[d], len(readings[d])))
    header = [name.strip() for name in readings[delimiter]]
    _check_header(header, wanted, manner)
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


def _check_header(header: list[str], wanted: str, manner: Manner) -> None:
    role = manner.role
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
            f"Rename a column, or name the {role} column with `{role}=`. If line 1 is a row like "
            "the others, send `header=none`.",
            line=1,
        )
    if manner.header is None and is_like_a_text(wanted):
        raise BadUpload(
            f"The header (line 1) looks like a text: {wanted!r}. Is it one? Send `header=none` and "
            "leave out the names of columns. If it names the column, send `header=first-line`.",
            line=1,
        )
    if (twice := named_twice(header)) is not None:
        raise BadUpload(f"The header (line 1) {twice}", line=1)


NAME_WORDS, NAME_LETTERS = 3, 60
ENDS = ("?", "!", ".", "…", "。", "？", "！")


def is_like_a_text(name: str) -> bool:
    """Whether the name of a column is more likely a text, as the page has it too."""
    return name.endswith(ENDS) or len(name.split()) > NAME_WORDS or len(name) > NAME_LETTERS


def named_twice(columns: Sequence[str]) -> str | None:
    """What is said of columns of the same name; None where there are none. The page says it too."""
    first = next((name for name, count in Counter(columns).items() if count > 1), None)
    if first is None:
        return None
    if first:
        return f"names the column {first!r} twice: rename one of the two."
    return "has two columns without a name: name them, or leave them out."
