"""What a format of an export says of itself, and the columns that it writes a file from."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from itertools import islice
from pathlib import Path
from typing import Any, NamedTuple, TypeVar

from service.kit.fields import Hidden
from service.kit.registry import Registry

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


class RowCount:
    """Counts the rows of a file as it passes, or once it is whole; this one can't."""

    def __init__(self, file: Path | None = None) -> None:
        """`file`: where it is written to, if anywhere."""
        self.file = file

    def add(self, piece: bytes) -> None:
        """Looks at what passes."""

    def rows(self) -> int | None:
        """No header among them; None where that can't be told here."""
        return None


@dataclass(frozen=True)
class ExportFormat:
    """A kind of file for exported labels. `name` is also the ending of the file's name."""

    name: str
    title: str
    """In the words of a menu."""
    content_type: str
    write: Hidden[Callable[[Table], Iterator[bytes]]]
    """Raises Invalid at once, not when the first bytes are asked for."""
    is_flat: Hidden[bool]
    """Whether its cells hold no lists. It begins with all columns, so that no row may come later
    that has another one; labels are texts in it, and have a column for each of their data."""
    count: Hidden[type[RowCount]] = RowCount
    order: Hidden[int] = 100
    """Of the menu: the lowest first."""

    @property
    def media_type(self) -> str:
        """The content type without its parameters."""
        return self.content_type.partition(";")[0]


EXPORT_FORMATS: Registry[ExportFormat] = Registry(
    "service.exporting.export_formats",
    "format",
    field="format",
    order=lambda each: (each.order, each.name),
)
register = EXPORT_FORMATS.add
