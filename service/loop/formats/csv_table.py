"""CSV with a header; the delimiter is the one of comma, semicolon, tab and bar that fits."""

import codecs
import csv
import io
from collections.abc import Iterator, Mapping
from typing import IO

from service.errors import BadUpload
from service.loop.formats.rows import EXCERPT, Limits, Reject, Row, check

DELIMITERS = (",", ";", "\t", "|")
MAX_COLUMNS = 1_000


def read(file: IO[bytes], columns: Mapping[str, str], limits: Limits) -> Iterator[Row | Reject]:
    csv.field_size_limit(limits.line_bytes)
    lines = io.TextIOWrapper(file, encoding="utf-8-sig", errors="strict", newline="")
    try:
        header, delimiter = _header(lines, columns, limits)
        table = csv.reader(lines, delimiter=delimiter, strict=False)
        yield from _rows(table, header, columns, limits)
    except UnicodeDecodeError as error:
        raise BadUpload(f"The file is not UTF-8: {error.reason}. Save it as UTF-8.") from error
    finally:
        lines.detach()


def _rows(
    table: Iterator[list[str]],
    header: list[str],
    columns: Mapping[str, str],
    limits: Limits,
) -> Iterator[Row | Reject]:
    while True:
        line = table.line_num + 2  # type: ignore[attr-defined]
        try:
            cells = next(table)
        except StopIteration:
            return
        except csv.Error as error:
            yield Reject(line, str(error), "")
            continue
        if not cells:
            continue
        if len(cells) != len(header):
            reason = f"{len(cells)} fields where the header has {len(header)}"
            yield Reject(line, reason, repr(cells)[:EXCERPT])
            continue
        yield check(line, dict(zip(header, cells, strict=True)), columns, limits)


def _header(
    lines: io.TextIOWrapper, columns: Mapping[str, str], limits: Limits
) -> tuple[list[str], str]:
    first = lines.readline(limits.line_bytes)
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


def decodes(head: bytes) -> bool:
    """Whether the beginning of a file can be UTF-8 text."""
    try:
        codecs.getincrementaldecoder("utf-8")().decode(head)
    except UnicodeDecodeError:
        return False
    return b"\x00" not in head
