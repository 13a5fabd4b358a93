"""The columns of a table: those that a project adds, then those that came with the rows."""

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import repeat
from typing import Any

from service.loop.exporting.export_lines import Page, Wanted, data_text, encode
from service.loop.importing.data_columns import MOST_COLUMNS

OURS = (
    "id",
    "external_id",
    "text",
    "label",
    "label_from",
    "label_source",
    "confidence",
    "decided_by",
    "annotators",
)
OF_LINES = {"annotators": "annotations"}
"""Of which part of a line a column is, where it is called otherwise."""
PREFIX = "data."
"""Before the name of a column that would be taken for another one."""
LINE_ENDS = re.compile(r"[\r\n\x00]+")


class Columns:
    """What stands in which column."""

    def __init__(self, wanted: Wanted) -> None:
        names = wanted.names if "data" in wanted.columns else ()
        self._ours = [name for name in OURS if OF_LINES.get(name, name) in wanted.columns]
        self._names = names
        self._in_one = len(OURS) + len(names) > MOST_COLUMNS
        """More columns than can be imported again: the data stays in one, as JSON."""
        self.header = _header(self._ours, ("data",) if self._in_one else names)

    def rows(self, page: Page) -> Iterator[Sequence[Any]]:
        """The cells of each: texts as they are, numbers of ours as numbers, None where there is
        nothing."""
        columns = [self._column(name, page) for name in self._ours]
        stored = page.lines["data"]
        if self._in_one:
            columns.append(map(data_text, stored))
        elif self._names:
            data = [(json.loads(each) if each else None) or {} for each in stored]
            columns.extend(_cells(name, data) for name in self._names)
        return zip(*columns, strict=True) if columns else repeat((), len(stored))

    def _column(self, name: str, page: Page) -> Iterable[Any]:
        if name == "annotators":
            return map(";".join, page.by_line(page.annotations["annotator"]))
        return page.lines[name]


def _header(ours: Sequence[str], names: Sequence[str]) -> list[str]:
    """Names as an import reads them: on one line, and no two that are alike without blanks."""
    header, taken = list(ours), {*OURS}
    for name in names:
        shown = LINE_ENDS.sub(" ", name)
        while shown.strip() in taken:
            shown = PREFIX + shown
        taken.add(shown.strip())
        header.append(shown)
    return header


def _cells(name: str, data: Sequence[Any]) -> Iterator[str | None]:
    return (_cell(each.get(name)) for each in data)


def _cell(value: Any) -> str | None:
    """A text as it is, all else as JSON writes it. So is a text with NUL, which no cell holds."""
    if value is None or (isinstance(value, str) and "\x00" not in value):
        return value
    return json.dumps(value) if isinstance(value, str) else encode(value)
