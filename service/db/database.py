"""Connections and transactions on SQLite and PostgreSQL."""

import random
import sqlite3
import time
from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing, contextmanager
from datetime import datetime
from pathlib import Path
from typing import Any, TypeVar

from sqlalchemy import URL, Engine, create_engine, event, text
from sqlalchemy.engine import make_url
from sqlalchemy.exc import ArgumentError, DBAPIError, OperationalError, ProgrammingError
from sqlmodel import Session

from service.db.clock import Clock, machine_clock, server_clock
from service.db.disk import private_file, private_folder
from service.db.hot.plain import take
from service.db.hot.prepared import keep_plans
from service.db.outage import WriteProbe, has_met, meaning, reached, try_rested
from service.db.sqlite import BUSY_TIMEOUT_MS, FifoLock, GroupCommit, begin_immediate
from service.kit.errors import DatabaseLocked, PostilError

T = TypeVar("T")
POOL_SIZE = 20
# A server that is gone without a word is noticed after seconds instead of minutes.
POSTGRESQL_CONNECTION = {
    "connect_timeout": 5,
    "keepalives_idle": 10,
    "keepalives_interval": 5,
    "keepalives_count": 3,
    # From its second use on a statement is prepared: planning some takes longer than running them.
    "prepare_threshold": 1,
}
IMPATIENT_MS = 1_000
SHARING_ATTEMPTS = 2
LONGEST_PAUSE_SECONDS = 0.02
DRIVERS = ("sqlite", "postgresql+psycopg")
SHARED = "shared"
"""In a session's `info`: the project that its transaction shares by now."""
ALONE = "alone"
"""In a session's `info`: whether its transaction shares no project; see `submit`."""


class Database:
    """Hands out sessions: `read()` never blocks a writer, `write()` commits when it ends.

    `submit()` is for the many small transactions of annotators: on SQLite they share commits.

    SQLite takes one writer at a time and is not fair to those who wait, so the writers of
    this process queue behind a lock; between processes SQLite's busy timeout arbitrates.
    Writers begin IMMEDIATE, because a reader that upgrades can fail with SQLITE_BUSY_SNAPSHOT.
    While the database is away both raise `Unavailable`, or one of its kinds that says why;
    connections heal by themselves.
    """

    def __init__(
        self,
        url: str,
        clock: Clock | None = None,
        *,
        synchronous: str = "NORMAL",
        plain: bool = False,
    ) -> None:
        """`synchronous`: of SQLite; by FULL a commit waits until the disk has it.

        `plain`: every statement by SQLAlchemy's ordinary ways, to compare `db.hot` with.
        """
        self.url, self.is_plain = _parsed(url), plain
        self._synchronous = synchronous
        self.is_sqlite = self.url.get_backend_name() == "sqlite"
        self.engine = self._sqlite() if self.is_sqlite else self._postgresql()
        if plain:
            take(self.engine)
        elif not self.is_sqlite:
            keep_plans(self.engine)
        self.clock = clock or (machine_clock if self.is_sqlite else server_clock)
        self._writer = FifoLock()
        self._is_locked = False
        """Whether another process held SQLite's write lock for longer than anybody waits."""
        self.probe = WriteProbe(self._write_nothing)
        self._group = GroupCommit(self.write) if self.is_sqlite else None
        self._threads = None if self.is_sqlite else ThreadPoolExecutor(POOL_SIZE)

    def _sqlite(self) -> Engine:
        file = Path(self.url.database or "")
        private_folder(file.parent)
        engine = create_engine(
            self.url,
            pool_size=POOL_SIZE,
            max_overflow=100,
            connect_args={"check_same_thread": False, "timeout": BUSY_TIMEOUT_MS / 1000},
        )
        # Before it connects: what SQLite puts beside its file has the file's mode.
        event.listen(engine, "do_connect", lambda *_: private_file(file))
        event.listen(engine, "connect", self._configure_sqlite)
        return engine

    def _configure_sqlite(self, connection: Any, _record: Any) -> None:
        # autocommit off the driver's hands: BEGIN is ours to say, plain or IMMEDIATE.
        connection.isolation_level = None
        # SQLite's own knows only the letters of ASCII.
        connection.create_function("lower", 1, _lower, deterministic=True)
        for pragma in (
            "page_size=8192",  # of a new file: an import touches fewer pages, each of many rows
            "journal_mode=WAL",
            f"synchronous={self._synchronous}",
            "wal_autocheckpoint=4000",  # an import writes each page of an index many times
            "foreign_keys=ON",
            "temp_store=MEMORY",
            "cache_size=-16000",
        ):
            connection.execute(f"PRAGMA {pragma}").close()

    def _postgresql(self) -> Engine:
        engine = create_engine(
            self.url,
            pool_size=POOL_SIZE,
            max_overflow=40,
            pool_use_lifo=True,  # what was used just now has the plans
            connect_args=POSTGRESQL_CONNECTION,
        )
        try_rested(engine)
        return engine

    @property
    def file(self) -> Path | None:
        """Of SQLite."""
        return Path(self.url.database or "") if self.is_sqlite else None

    @property
    def folder(self) -> Path | None:
        """Where its file is, if it has one."""
        return None if self.file is None else self.file.parent

    @contextmanager
    def read(self) -> Iterator[Session]:
        with reached(), Session(self.engine) as session:
            if self.is_sqlite:
                session.connection().exec_driver_sql("BEGIN")
            yield session

    @contextmanager
    def write(self) -> Iterator[Session]:
        if not self.is_sqlite:
            with reached(), Session(self.engine) as session, session.begin():
                yield session
            return
        with reached(), self._writer, Session(self.engine) as session, session.begin():
            self._begin(session)
            yield session

    def _begin(self, session: Session) -> None:
        """Once one has waited in vain the others, who wait behind it, don't wait as long."""
        try:
            with reached():
                begin_immediate(session, IMPATIENT_MS if self._is_locked else BUSY_TIMEOUT_MS)
        except DatabaseLocked:
            self._is_locked = True
            raise
        self._is_locked = False

    def _write_nothing(self) -> None:
        """Without queueing behind those that wait: they would hide what they wait for."""
        with reached(), Session(self.engine) as session, session.begin():
            if self.is_sqlite:
                begin_immediate(session, IMPATIENT_MS)
            session.connection().exec_driver_sql(
                "UPDATE alembic_version SET version_num = version_num"
            )

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        """What `work` returns, from a transaction of its own, once that is committed."""
        if self._group is not None:
            return self._group.submit(_reaching(work))
        assert self._threads is not None
        return self._threads.submit(self._write, work)

    def _write(self, work: Callable[[Session], T]) -> T:
        """What meets somebody else's is done again, the last time with the project to itself."""
        for attempt in range(SHARING_ATTEMPTS):
            try:
                with self.write() as session:
                    return work(session)
            except (DBAPIError, PostilError) as error:
                if not has_met(error):
                    raise
                time.sleep(random.uniform(0, LONGEST_PAUSE_SECONDS) * attempt)
        with self.write() as session:
            session.info[ALONE] = True
            return work(session)

    def now(self, session: Session) -> datetime:
        """The time that leases compare."""
        return self.clock(session)

    def revision(self) -> str | None:
        """The migration the database stands at; None when it was never migrated."""
        with reached(), self.engine.connect() as connection:
            try:
                revision: str | None = connection.scalar(
                    text("SELECT version_num FROM alembic_version")
                )
            except (OperationalError, ProgrammingError) as error:
                if meaning(error) is not None:
                    raise
                return None  # there is no such table
            return revision

    def copy_to(self, file: Path) -> None:
        """SQLite's file as it is at one moment, while others write on."""
        with (
            reached(),
            closing(self.engine.raw_connection()) as source,
            closing(sqlite3.connect(file)) as target,
        ):
            assert isinstance(source.driver_connection, sqlite3.Connection)
            source.driver_connection.backup(target)

    def close(self) -> None:
        if self._group is not None:
            self._group.close()
        if self._threads is not None:
            self._threads.shutdown()
        self.engine.dispose()


def _reaching(work: Callable[[Session], T]) -> Callable[[Session], T]:
    def done(session: Session) -> T:
        with reached():
            return work(session)

    return done


def _parsed(url: str) -> URL:
    """Raises PostilError without the URL, in which there may be a password."""
    try:
        parsed = make_url(_with_driver(url))
    except (ArgumentError, ValueError):
        parsed = None
    if parsed is None or parsed.drivername not in DRIVERS:
        raise PostilError("POSTIL_DATABASE_URL: it should be postgresql://USER@HOST/DATABASE")
    return parsed


def _with_driver(url: str) -> str:
    for short in ("postgres://", "postgresql://"):
        if url.startswith(short):
            return "postgresql+psycopg://" + url.removeprefix(short)
    return url


def _lower(text: str | None) -> str | None:
    return None if text is None else text.lower()
