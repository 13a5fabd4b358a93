"""What every format is given: pages of lines, by column."""

import json
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import islice
from typing import Any, Literal, NamedTuple, TypeVar, get_args

from service.answers.answer import Column

T = TypeVar("T")
Values = Mapping[str, Sequence[Any]]


class Page(NamedTuple):
    """Many lines by column, since to make an object of each takes longer than to write it."""

    lines: Values
    """A value a line of every part but `annotations`. Data is JSON text."""
    annotations: Values
    """Those of all lines, one line's after the other's. A moment is a text, as ISO 8601 has it."""
    counts: Sequence[int]
    """How many annotations each line has."""

    def by_line(self, values: Iterable[T]) -> Iterator[list[T]]:
        """A value of each annotation as a list of each line."""
        left = iter(values)
        return (list(islice(left, count)) for count in self.counts)


Pages = Iterator[Page]
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
"""What a line may hold, in order. A table has the annotators of `annotations`, a column each of
`data`."""
LABEL_FROM: Part = "label_from"
"""`people` or `machine`: a part of every line as soon as labels of the machine are among them."""
COLUMNS = tuple(part for part in PARTS if part != LABEL_FROM)
"""What it holds if nothing else is asked for."""


class Wanted(NamedTuple):
    """What of the lines a file is to have."""

    names: Sequence[str]
    """Columns that the rows' data may have."""
    answers: Column
    """What answers are kept in."""
    columns: Collection[str] = COLUMNS


encode = json.JSONEncoder(ensure_ascii=False).encode


def data_text(stored: str | None) -> str:
    """What came with a row, as JSON text; what a database has escaped is readable again."""
    if not stored or stored == "null":
        return "{}"
    return encode(json.loads(stored)) if "\\u" in stored else stored
