"""A workbook for spreadsheets: what people and files wrote is in it as text, never as a formula.

It is written to a file first, and sent when it is whole: what doesn't fit is said before.
"""

import tempfile
from collections.abc import Iterator, Sequence
from importlib import import_module
from typing import IO, Any

from service.errors import Invalid
from service.loop.exporting.export_columns import Columns
from service.loop.exporting.export_format import ExportFormat, register
from service.loop.exporting.export_lines import Pages, Wanted

MOST_ROWS = 1_048_576
LONGEST_CELL = 32_767
"""UTF-16 units."""
CHUNK = 256 * 1024
INSTEAD = "Ask for csv, parquet or jsonl, which hold everything."


def write(pages: Pages, wanted: Wanted) -> Iterator[bytes]:
    whole = tempfile.TemporaryFile()  # noqa: SIM115 - closed when it is sent
    try:
        _fill(whole, pages, Columns(wanted))
    except BaseException:
        whole.close()
        raise
    return _sent(whole)


def _sent(whole: IO[bytes]) -> Iterator[bytes]:
    with whole:
        whole.seek(0)
        while chunk := whole.read(CHUNK):
            yield chunk


def _fill(whole: IO[bytes], pages: Pages, columns: Columns) -> None:
    with tempfile.TemporaryDirectory() as folder:  # the rows, until they are packed
        writer = import_module("xlsxwriter")  # it takes longer than the API does to start
        options = {"constant_memory": True, "tmpdir": folder, "use_zip64": True}
        book = writer.Workbook(whole, options)
        sheet = book.add_worksheet("Labels", worksheet_class=_plain(writer.worksheet.Worksheet))
        try:
            _put(sheet, 0, columns.header, columns, None)
            for number, (item, cells) in enumerate(_rows(pages, columns), start=1):
                if number >= MOST_ROWS:
                    raise Invalid(
                        f"A sheet holds {MOST_ROWS:,} rows, and there are more labels. {INSTEAD}",
                        field="format",
                    )
                _put(sheet, number, cells, columns, item)
        finally:
            book.close()


def _rows(pages: Pages, columns: Columns) -> Iterator[tuple[int, Sequence[Any]]]:
    """The cells of each line, with the id of its item."""
    for page in pages:
        yield from zip(page.lines["id"], columns.rows(page), strict=True)


def _plain(sheet: Any) -> Any:
    """A kind of sheet whose texts are texts.

    The library takes one that begins with `<r>` and ends with `</r>` for markup of its own, and
    puts it in unescaped.
    """

    def as_text(self: Any, string: str, attributes: Any = ()) -> None:
        self._xml_inline_string(string, True, attributes)

    return type("PlainSheet", (sheet,), {"_xml_rich_inline_string": as_text})


def _put(sheet: Any, number: int, cells: Sequence[Any], columns: Columns, item: int | None) -> None:
    for place, value in enumerate(cells):
        if value is None or value == "":
            continue
        if not isinstance(value, str):
            sheet.write_number(number, place, value)
            continue
        if len(value) * 2 > LONGEST_CELL:  # a character has at most two units
            _check_length(value, columns.header[place], item)
        sheet.write_string(number, place, value)


def _check_length(value: str, column: str, item: Any) -> None:
    units = len(value.encode("utf-16-le")) // 2
    if units > LONGEST_CELL:
        raise Invalid(
            f"A cell holds {LONGEST_CELL:,} characters, and {column!r} of item {item} has "
            f"{units:,}. {INSTEAD}",
            field="format",
        )


XLSX = register(
    ExportFormat(
        "xlsx",
        "Excel, for a spreadsheet",
        "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
        write,
        is_table=True,
        order=3,
    )
)
