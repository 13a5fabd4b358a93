"""The formats of an export, one file per format: each writes pages of lines bit by bit."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

from service.answers.answer import Column
from service.loop.exporting.export_formats import csv_table, json_lines, parquet_table, workbook
from service.loop.exporting.export_formats.lines import Pages


@dataclass(frozen=True)
class ExportFormat:
    """A name that an export can be asked for by."""

    content_type: str
    write: Callable[[Pages, Sequence[str], Column], Iterator[bytes]]
    """Of pages, the columns that their data may have, and what answers are kept in. Raises Invalid
    at once, not when the first bytes are asked for."""
    is_table: bool
    """Whether it begins with all columns, so that no row may come later that has another one; its
    cells hold answers as texts."""


FORMATS = {
    "jsonl": ExportFormat("application/x-ndjson", json_lines.write, is_table=False),
    "csv": ExportFormat("text/csv; charset=utf-8", csv_table.write, is_table=True),
    "parquet": ExportFormat("application/vnd.apache.parquet", parquet_table.write, is_table=False),
    "xlsx": ExportFormat(
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        workbook.write,
        is_table=True,
    ),
}

__all__ = ["FORMATS", "ExportFormat"]
