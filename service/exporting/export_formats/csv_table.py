"""A row a line, as it is: what a spreadsheet would run as a formula is safe in a workbook."""

import csv
import io
from collections.abc import Iterable, Iterator
from itertools import repeat
from typing import Any

from service.exporting.export_format import ExportFormat, Kind, Records, RowCount, Table, register
from service.exporting.label_lines import encode


def write(table: Table) -> Iterator[bytes]:
    yield _lines([table.columns])
    for page in table.pages:
        cells = [_cells(kind, page.values[name]) for name, kind in table.columns.items()]
        yield _lines(zip(*cells, strict=True) if cells else repeat((), len(page.ids)))


def _lines(rows: Iterable[Iterable[Any]]) -> bytes:
    buffer = io.StringIO()
    csv.writer(buffer).writerows(rows)
    return buffer.getvalue().encode()


def _cells(kind: Kind | Records, values: Iterable[Any]) -> Iterable[Any]:
    if kind in (Kind.WORDS, Kind.NUMBERS, Kind.YES_OR_NO):  # as JSON has them
        return (None if value is None else encode(value) for value in values)
    return values


class _CsvRows(RowCount):
    _ends = _quotes = 0

    def add(self, piece: bytes) -> None:
        """Counts line ends where no quoted field is open."""
        for part in piece.split(b'"'):
            self._ends += part.count(b"\n") if self._quotes % 2 == 0 else 0
            self._quotes += 1
        self._quotes -= 1

    def rows(self) -> int:
        return self._ends - 1


CSV = register(
    ExportFormat(
        "csv",
        "CSV, the same table, for programs",
        "text/csv; charset=utf-8",
        write,
        is_flat=True,
        count=_CsvRows,
        order=4,
    )
)
