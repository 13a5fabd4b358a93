"""What every repository starts from.

Rows are held with `key_share=True`: nobody else holds or changes them, but what refers to them can
be written. A plain FOR UPDATE makes that wait too, with all that it holds itself, for which the
holder may be waiting: a deadlock.
"""

from enum import StrEnum
from typing import Any, TypeVar

from sqlalchemy import literal_column
from sqlmodel import Session, SQLModel

Row = TypeVar("Row", bound=SQLModel)


class Repository:
    def __init__(self, session: Session) -> None:
        self.session = session

    def add(self, row: Row) -> Row:
        """The row, stored in this transaction and with its id."""
        self.session.add(row)
        self.session.flush()
        return row


def word(value: StrEnum) -> Any:
    """The value written into the statement: a partial index is used for no bound parameter."""
    return literal_column(f"'{value.value}'")


def is_one_of(column: Any, values: tuple[StrEnum, ...]) -> Any:
    """As `column.in_(values)`, written into the statement."""
    return column.in_([word(value) for value in values])
