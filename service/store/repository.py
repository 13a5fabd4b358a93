"""What every repository starts from."""

from typing import TypeVar

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
