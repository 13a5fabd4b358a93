"""Long lists, a page at a time: by the key of the last row that a page had."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Annotated, Generic, TypeVar

from pydantic import Field

T = TypeVar("T")
S = TypeVar("S")
BEFORE_ALL = -1
"""Below every id, ordinal, number and line."""
EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
MICROSECOND = timedelta(microseconds=1)


def microseconds_of(moment: datetime) -> int:
    """As a cursor has it."""
    return (moment - EPOCH) // MICROSECOND


def moment_of(microseconds: int) -> datetime:
    return EPOCH + microseconds * MICROSECOND


@dataclass(frozen=True)
class Page(Generic[T]):
    """A list, a page at a time."""

    results: Sequence[T]
    next: Annotated[
        str | None,
        Field(description="`cursor` of the following page; null on the last page."),
    ]
    total: Annotated[
        int | None, Field(description="Number of results on all pages; null where not counted.")
    ]

    def shown(self, show: Callable[[T], S]) -> "Page[S]":
        """Its rows as people see them."""
        return Page([show(row) for row in self.results], self.next, self.total)


@dataclass(frozen=True)
class Paging:
    """Which page is asked for: the first rows after a key."""

    after: int = BEFORE_ALL
    limit: int = 100

    @property
    def looked_at(self) -> int:
        """A row more than a page has tells whether another one follows."""
        return self.limit + 1

    def page(self, rows: Sequence[T], key: Callable[[T], int], total: int | None = None) -> Page[T]:
        """Of the first `looked_at` rows after the key, in its order."""
        results = rows[: self.limit]
        following = str(key(results[-1])) if len(rows) > self.limit else None
        return Page(results, following, total)

    def cut(self, rows: Iterable[T], key: Callable[[T], int]) -> Page[T]:
        """Of a list that is short enough to be read whole, in the order of its keys."""
        return self.page([row for row in rows if key(row) > self.after], key)

    def cut_by_place(self, rows: Iterable[T]) -> Page[T]:
        """Of a list that stays the same as long as the service runs."""
        placed = self.cut(enumerate(rows), lambda one: one[0])
        return placed.shown(lambda one: one[1])
