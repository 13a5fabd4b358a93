"""What a file is written from: columns of known kinds, many rows at a time."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from typing import Any, NamedTuple, TypeVar

T = TypeVar("T")


class Kind(StrEnum):
    """What the values of a column are, where there is one."""

    WORD = "word"
    WHOLE = "whole number"
    NUMBER = "number"
    YES_OR_NO = "yes or no"
    MOMENT = "moment"
    """A text, as ISO 8601 has it."""
    WORDS = "words"
    NUMBERS = "numbers"
    JSON = "JSON"
    """Text that is written already."""


@dataclass(frozen=True)
class Records:
    """Lists of records with these fields: `Nested`, or a list of each row."""

    fields: "Columns"


Columns = Mapping[str, Kind | Records]


class Nested(NamedTuple):
    """Lists of records by column: those of all rows, one row's after the other's."""

    columns: Mapping[str, Sequence[Any]]
    counts: Sequence[int]
    """How many each row has."""

    def by_row(self, values: Iterable[T]) -> Iterator[list[T]]:
        """A value of each record as a list of each row."""
        left = iter(values)
        return (list(islice(left, count)) for count in self.counts)


class TablePage(NamedTuple):
    """Many rows by column, since to make an object of each takes longer than to write it."""

    ids: Sequence[int]
    """What a row is called where one doesn't fit."""
    values: Mapping[str, Sequence[Any] | Nested]


class Table(NamedTuple):
    title: str
    columns: Columns
    pages: Iterator[TablePage]


def page_of(columns: Columns, ids: Sequence[int], rows: Sequence[Mapping[str, Any]]) -> TablePage:
    """Rows as a page; a value that one hasn't isn't known."""
    return TablePage(ids, {name: [row.get(name) for row in rows] for name in columns})
