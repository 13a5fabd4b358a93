"""Reads a workbook as a spreadsheet does, with nothing of the library that wrote it."""

import io
import re
import zipfile
from xml.etree import ElementTree

SHEET = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
ESCAPED = re.compile("_x([0-9A-Fa-f]{4})_")
COLUMN = re.compile("[A-Z]+")


def cells(content: bytes) -> list[dict[str, tuple[str, str]]]:
    """Rows of the first sheet: by the letter of the column, how a cell is typed and what it has."""
    with zipfile.ZipFile(io.BytesIO(content)) as parts:
        assert parts.testzip() is None
        sheet = ElementTree.fromstring(parts.read("xl/worksheets/sheet1.xml"))
    return [
        {
            COLUMN.match(cell.attrib["r"])[0]: _cell(cell)  # type: ignore[index]
            for cell in row.iter(f"{SHEET}c")
        }
        for row in sheet.iter(f"{SHEET}row")
    ]


def table(content: bytes) -> list[dict[str, str]]:
    """Rows by the names in the first one; empty cells are left out."""
    header, *rows = cells(content)
    names = {at: name for at, (_, name) in header.items()}
    return [{names.get(at, ""): value for at, (_, value) in row.items()} for row in rows]


def _cell(cell: ElementTree.Element) -> tuple[str, str]:
    assert cell.find(f"{SHEET}f") is None, "a formula"
    if cell.attrib.get("t") != "inlineStr":
        return "number", cell.findtext(f"{SHEET}v") or ""
    text = cell.findtext(f"{SHEET}is/{SHEET}t") or ""
    return "text", ESCAPED.sub(lambda found: chr(int(found[1], 16)), text)
