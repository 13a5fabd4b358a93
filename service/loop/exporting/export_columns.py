"""The columns of a table: those that a project adds, then those that came with the rows."""

import json
import re
from collections.abc import Sequence
from typing import Any

from service.loop.exporting.export_lines import Line, Wanted, data_text, encode
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

    def cells(self, line: Line) -> list[Any]:
        """A row: texts as they are, numbers of ours as numbers, None where there is nothing."""
        annotators = ";".join(given["annotator"] for given in line["annotations"])
        cells = [annotators if name == "annotators" else line[name] for name in self._ours]
        stored = line["data"]
        if self._in_one:
            return [*cells, data_text(stored)]
        if self._names:
            data = (json.loads(stored) if stored else None) or {}
            cells.extend(map(_cell, map(data.get, self._names)))
        return cells


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


def _cell(value: Any) -> str | None:
    """A text as it is, all else as JSON writes it. So is a text with NUL, which no cell holds."""
    if value is None or (isinstance(value, str) and "\x00" not in value):
        return value
    return json.dumps(value) if isinstance(value, str) else encode(value)
