"""One transaction, and the queries that run in it."""

from collections.abc import Callable
from datetime import datetime
from functools import cached_property
from typing import Any, TypeVar

from sqlmodel import Session

from service.db.database import Database
from service.db.hot.write_behind import write_now

T = TypeVar("T")


class ProcessMemory:
    """What a process remembers from transaction to transaction: one object of each type."""

    def __init__(self) -> None:
        self._by_type: dict[type[Any], Any] = {}

    def __getitem__(self, kind: type[T]) -> T:
        remembered: T = self._by_type.get(kind) or self._by_type.setdefault(kind, kind())
        return remembered


class UnitOfWork:
    """What a use case works with. It never commits: the edge that opened it does.

    `uow[Items]` are the queries of that class in this transaction, one object of each.
    """

    def __init__(
        self, session: Session, database: Database, memory: ProcessMemory | None = None
    ) -> None:
        self.session = session
        self.memory = ProcessMemory() if memory is None or database.is_plain else memory
        self.at_end: list[Callable[[], None]] = []
        """What queries put off until the transaction ends."""
        self._database = database
        self._queries: dict[Any, Any] = {}

    def __getitem__(self, kind: "Callable[[UnitOfWork], T]") -> T:
        queries: T | None = self._queries.get(kind)
        if queries is None:
            queries = self._queries[kind] = kind(self)
        return queries

    def do(self, work: "Callable[[UnitOfWork], T]") -> T:
        """What `work` returns, once what it put off is stored too."""
        done = work(self)
        self.finish()
        return done

    def finish(self) -> None:
        """Stores what was put off, and what else waits to be written: its edge asks for that."""
        for store in self.at_end:
            store()
        write_now(self.session)

    @cached_property
    def now(self) -> datetime:
        """The database's time, read once a transaction."""
        return self._database.now(self.session)
