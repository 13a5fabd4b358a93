"""What an export of labels has: the parts of a line, and what is kept in each."""

import json
from collections.abc import Mapping
from typing import Literal, get_args

from service.answers.answer import Column
from service.exporting.table import Columns, Kind, Records

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
