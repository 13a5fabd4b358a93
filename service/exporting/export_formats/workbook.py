"""A workbook for spreadsheets: what people and files wrote is in it as text, never as a formula.

It is written to a file first, and sent when it is whole: what doesn't fit is said before.
"""

import tempfile
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from importlib import import_module
from itertools import repeat
from typing import IO, Any

from service.exporting.export_format import ExportFormat, Kind, Records, RowCount, Table, register
from service.exporting.label_lines import encode
from service.kit.errors import Invalid
from service.kit.temporary import temporary_folder

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
"""UTF-16 units."""
CHUNK = 256 * 1024
SHEET = "xl/worksheets/sheet1.xml"
INSTEAD = "Ask for csv, parquet or jsonl, which hold everything."


def write(table: Table) -> Iterator[bytes]:
    whole = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
    try:
        _fill(whole, table)
    except BaseException:
        whole.close()
        raise
    return _sent(whole)


def _sent(whole: IO[bytes]) -> Iterator[bytes]:
    with whole:
        whole.seek(0)
        while chunk := whole.read(CHUNK):
            yield chunk


def _fill(whole: IO[bytes], table: Table) -> None:
    with temporary_folder("postil-sheet-") as folder:  # the rows, until they are packed
        writer = import_module("xlsxwriter")  # it takes longer than the API does to start
        options = {"constant_memory": True, "tmpdir": str(folder), "use_zip64": True}
        book = writer.Workbook(whole, options)
        sheet = book.add_worksheet(table.title, worksheet_class=_plain(writer.worksheet.Worksheet))
        header = list(table.columns)
        try:
            _put(sheet, 0, header, header, None)
            for number, (item, cells) in enumerate(_rows(table), start=1):
                if number >= MOST_ROWS:
                    raise Invalid(
                        f"A sheet holds {MOST_ROWS:,} rows, and there are more. {INSTEAD}",
                        field="format",
                    )
                _put(sheet, number, cells, header, item)
        finally:
            book.close()


def _rows(table: Table) -> Iterator[tuple[int, Sequence[Any]]]:
    """The cells of each line, with the id of its item."""
    for page in table.pages:
        cells = [_cells(kind, page.values[name]) for name, kind in table.columns.items()]
        rows = zip(*cells, strict=True) if cells else repeat((), len(page.ids))
        yield from zip(page.ids, rows, strict=True)


def _cells(kind: Kind | Records, values: Iterable[Any]) -> Iterable[Any]:
    if kind in (Kind.WORDS, Kind.NUMBERS):
        return (None if value is None else encode(value) for value in values)
    return values


def _plain(sheet: Any) -> Any:
    """A kind of sheet whose texts are texts.

    The library takes one that begins with `<r>` and ends with `</r>` for markup of its own, and
    puts it in unescaped.
    """

    def as_text(self: Any, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)

    return type("PlainSheet", (sheet,), {"_xml_rich_inline_string": as_text})


def _put(
    sheet: Any, number: int, cells: Sequence[Any], header: Sequence[str], item: int | None
) -> None:
    for place, value in enumerate(cells):
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            sheet.write(number, place, value)
            continue
        if len(value) * 2 > LONGEST_CELL:  # a character has at most two units
            _check_length(value, header[place], item)
        sheet.write_string(number, place, value)


def _check_length(value: str, column: str, item: Any) -> None:
    units = len(value.encode("utf-16-le")) // 2
    if units > LONGEST_CELL:
        raise Invalid(
            f"A cell holds {LONGEST_CELL:,} characters, and {column!r} of item {item} has "
            f"{units:,}. {INSTEAD}",
            field="format",
        )


class _WorkbookRows(RowCount):
    def rows(self) -> int | None:
        if self.file is None:
            return None
        count, before = 0, b""
        with zipfile.ZipFile(self.file) as parts, parts.open(SHEET) as sheet:
            while chunk := sheet.read(1024 * 1024):
                count += (before + chunk).count(b"<row ")
                before = chunk[-4:]
        return count - 1


XLSX = register(
    ExportFormat(
        "xlsx",
        "Excel, for a spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write,
        is_flat=True,
        count=_WorkbookRows,
        order=3,
    )
)
