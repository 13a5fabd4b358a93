"""Connections and transactions on SQLite and PostgreSQL."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any

from sqlalchemy import Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import OperationalError, ProgrammingError
from sqlmodel import Session

from service.store.clock import Clock, machine_clock, server_clock
from service.store.fifo_lock import FifoLock

BUSY_TIMEOUT_MS = 30_000
POOL_SIZE = 20


class Database:
    """Hands out sessions: `read()` never blocks a writer, `write()` commits when it ends.

    SQLite takes one writer at a time and is not fair to those who wait, so the writers of
    this process queue behind a lock; between processes SQLite's busy timeout arbitrates.
    Writers begin IMMEDIATE, because a reader that upgrades can fail with SQLITE_BUSY_SNAPSHOT.
    """

    def __init__(self, url: str, clock: Clock | None = None) -> None:
        self.url = make_url(_with_driver(url))
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._sqlite() if self.is_sqlite else self._postgresql()
        self.clock = clock or (machine_clock if self.is_sqlite else server_clock)
        self._writer = FifoLock()

    def _sqlite(self) -> Engine:
        Path(self.url.database or "").parent.mkdir(parents=True, exist_ok=True)
        engine = create_engine(
            self.url,
            pool_size=POOL_SIZE,
            max_overflow=100,
            connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        )
        event.listen(engine, "connect", _configure_sqlite)
        return engine

    def _postgresql(self) -> Engine:
        return create_engine(self.url, pool_size=POOL_SIZE, max_overflow=40, pool_pre_ping=True)

    @contextmanager
    def read(self) -> Iterator[Session]:
        with Session(self.engine) as session:
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN")
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        if not self.is_sqlite:
            with Session(self.engine) as session, session.begin():
                yield session
            return
        with self._writer, Session(self.engine) as session, session.begin():
            session.connection().exec_driver_sql("BEGIN IMMEDIATE")
            yield session

    def now(self, session: Session) -> datetime:
        """The time that leases compare."""
        return self.clock(session)

    def revision(self) -> str | None:
        """The migration the database stands at; None when it was never migrated."""
        with self.engine.connect() as connection:
            try:
                found: str | None = connection.scalar(
                    text("SELECT version_num FROM alembic_version")
                )
            except (OperationalError, ProgrammingError):  # there is no such table
                return None
            return found

    def close(self) -> None:
        self.engine.dispose()


def _with_driver(url: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _configure_sqlite(connection: Any, _record: Any) -> None:
    # autocommit off the driver's hands: BEGIN is ours to say, plain or IMMEDIATE.
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=NORMAL",
        "foreign_keys=ON",
        "temp_store=MEMORY",
        "cache_size=-64000",
    ):
        connection.execute(f"PRAGMA {pragma}").close()
