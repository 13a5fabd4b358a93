"""What a statement finds."""

from typing import Any


class StatementRows(list[tuple[Any, ...]]):
    """The rows that a statement finds or gives back, as plain tuples."""

    rowcount: int
    """How many it changed."""

    def one_or_none(self) -> tuple[Any, ...] | None:
        assert len(self) < 2
        return self[0] if self else None

    def one(self) -> tuple[Any, ...]:
        [row] = self
        return row

    def scalar_one(self) -> Any:
        return self.one()[0]
