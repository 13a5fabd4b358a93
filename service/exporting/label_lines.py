"""What an export of labels has: the parts of a line, and the same as a flat table."""

import json
import re
from collections.abc import Collection, Mapping, Sequence
from typing import Any, Literal, get_args

from service.answers.answer import Column
from service.exporting.export_format import Columns, Kind, Nested, Records, TablePage
from service.importing.columns import MOST_COLUMNS

Part = Literal[
    "id",
    "external_id",
    "text",
    "label",
    "label_from",
    "label_source",
    "confidence",
    "decided_by",
    "annotations",
    "data",
]
PARTS: tuple[Part, ...] = get_args(Part)
"""What a line may hold, in order. A flat table has the annotators of `annotations`, and a column
for each of `data`."""
LABEL_FROM: Part = "label_from"
"""`people` or `machine`: a part of every line as soon as labels of the machine are among them."""
COLUMNS = tuple(part for part in PARTS if part != LABEL_FROM)
"""What it holds if nothing else is asked for."""
ANSWERS: Mapping[Column, Kind] = {Column.TEXT: Kind.WORD, Column.TEXTS: Kind.WORDS}

encode = json.JSONEncoder(ensure_ascii=False).encode


def line_columns(answers: Column) -> Columns:
    """All parts of a line, where answers are kept in such a column."""
    annotation: Columns = {
        "annotator": Kind.WORD,
        "answer": ANSWERS[answers],
        "answered_at": Kind.MOMENT,
        "seconds": Kind.NUMBER,
        "source": Kind.WORD,
        "strategy": Kind.WORD,
        "score": Kind.NUMBER,
        "probability": Kind.NUMBER,
        "round": Kind.WHOLE,
        "unasked": Kind.YES_OR_NO,
        "suggestions": Records({"class": Kind.WORD, "probability": Kind.NUMBER}),
        "suggested_by": Kind.WORD,
        "suggestions_shown": Kind.YES_OR_NO,
    }
    return {
        "id": Kind.WHOLE,
        "external_id": Kind.WORD,
        "text": Kind.WORD,
        "label": ANSWERS[answers],
        "label_from": Kind.WORD,
        "label_source": Kind.WORD,
        "confidence": Kind.NUMBER,
        "decided_by": Kind.WORD,
        "annotations": Records(annotation),
        "data": Kind.JSON,
    }


def data_text(stored: str | None) -> str:
    """What came with a row, as JSON text; what a database has escaped is readable again."""
    if not stored or stored == "null":
        return "{}"
    return encode(json.loads(stored)) if "\\u" in stored else stored


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
NUMBERS: Columns = {"id": Kind.WHOLE, "confidence": Kind.NUMBER}
OF_LINES = {"annotators": "annotations"}
"""Of which part of a line a column is, where it is called otherwise."""
PREFIX = "data."
"""Before the name of a column that would be taken for another one."""
LINE_ENDS = re.compile(r"[\r\n\x00]+")


class FlatLabels:
    """What stands in which column."""

    def __init__(self, names: Sequence[str], wanted: Collection[str]) -> None:
        """`names`: of the columns that the rows' data may have."""
        self._names = names if "data" in wanted else ()
        self._ours = [name for name in OURS if OF_LINES.get(name, name) in wanted]
        self._in_one = len(OURS) + len(self._names) > MOST_COLUMNS
        """More columns than can be imported again: the data stays in one, as JSON."""
        self._shown = _shown(("data",) if self._in_one else self._names)
        ours = {name: NUMBERS.get(name, Kind.WORD) for name in self._ours}
        self.columns: Columns = {**ours, **dict.fromkeys(self._shown, Kind.WORD)}

    def page(self, lines: TablePage) -> TablePage:
        """The cells of each line: texts as they are, numbers of ours as numbers, None where there
        is nothing."""
        ours = {name: _column(name, lines) for name in self._ours}
        return TablePage(
            lines.ids, {**ours, **dict(zip(self._shown, self._data(lines), strict=True))}
        )

    def _data(self, lines: TablePage) -> list[list[str | None]]:
        if not self._names:
            return []
        stored = _column("data", lines)
        if self._in_one:
            return [list(map(data_text, stored))]
        data = [(json.loads(each) if each else None) or {} for each in stored]
        return [[_cell(each.get(name)) for each in data] for name in self._names]


def _column(name: str, lines: TablePage) -> Sequence[Any]:
    values = lines.values[OF_LINES.get(name, name)]
    if isinstance(values, Nested):
        return list(map(";".join, values.by_row(values.columns["annotator"])))
    return values


def _shown(names: Sequence[str]) -> list[str]:
    """As an import reads them: on one line, and no two that are alike without blanks."""
    header, taken = [], {*OURS}
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
