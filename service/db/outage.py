"""A database that is out of reach: said as such, and found out before or by using it."""

import sqlite3
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import Any

from sqlalchemy import Engine, event
from sqlalchemy.exc import DatabaseError, InterfaceError, InvalidatePoolError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from service.kit.errors import DatabaseDamaged, DatabaseLocked, DiskFull, PostilError, Unavailable

RETRY_SECONDS = 2
POSTGRESQL_DISK_FULL = "53100"
MET = {
    "23505": "unique_violation",
    "40P01": "deadlock_detected",
    "55P03": "lock_not_available",
}
"""What PostgreSQL says when two do what excludes each other, at the same moment."""
LOCKED = (
    "The database is busy: its file is being written to, as a rule by this service's own worker. "
    "Try again in a moment. Don't end any of the service's programs. If it stays so, look whether "
    "a program that isn't part of the service has the file open, and close it there."
)
"""SQLite doesn't say who holds its lock: what to do is harmless whoever it is."""
PRIMARY = 0xFF
"""Of SQLite's extended codes: the part that names the kind of error."""


@contextmanager
def reached() -> Iterator[None]:
    """What happens to the database within is raised as an error that says so."""
    try:
        yield
    except (DatabaseError, InterfaceError, PoolTimeout) as error:
        # Where SQLite undid the transaction, the end of a savepoint fails in its turn.
        first = error.__context__
        meant = first if isinstance(first, Unavailable) else meaning(error)
        if meant is None and isinstance(first, DatabaseError):
            meant = meaning(first)
        if meant is None:
            raise
        raise meant from error
    except sqlite3.DatabaseError as error:  # past SQLAlchemy
        outage = _of_sqlite(error.sqlite_errorcode & PRIMARY, str(error))
        if outage is None:
            raise
        raise outage from error


def has_met(error: BaseException) -> bool:
    """Whether a transaction came into the way of another: done again, it finds what that did."""
    cause = error.__cause__ if isinstance(error, PostilError) else error
    return getattr(getattr(cause, "orig", None), "sqlstate", None) in MET


def meaning(error: DatabaseError | InterfaceError | PoolTimeout) -> PostilError | None:
    """What failed, if it was the database; None when a statement is wrong or breaks a rule."""
    cause = getattr(error, "orig", None)
    code = getattr(cause, "sqlite_errorcode", None)
    if code is not None and (outage := _of_sqlite(code & PRIMARY, str(cause))) is not None:
        return outage
    if getattr(cause, "sqlstate", None) == POSTGRESQL_DISK_FULL:
        return DiskFull()
    # SQLite says SQLITE_ERROR of a statement that is wrong, as an OperationalError too.
    is_away = isinstance(error, OperationalError | InterfaceError | PoolTimeout)
    if is_away and code != sqlite3.SQLITE_ERROR:
        return Unavailable("The database doesn't answer. Try again.", retry_after=RETRY_SECONDS)
    return None


def _of_sqlite(code: int, message: str) -> PostilError | None:
    if code == sqlite3.SQLITE_FULL:
        return DiskFull()
    if code in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED):
        return DatabaseLocked(LOCKED, retry_after=RETRY_SECONDS)
    if code in (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB):
        return DatabaseDamaged(
            f"The database's file is damaged ({message}). Stop Postil and put a backup in its "
            "place."
        )
    if code in (sqlite3.SQLITE_IOERR, sqlite3.SQLITE_READONLY, sqlite3.SQLITE_CANTOPEN):
        return Unavailable(
            f"The database's file can't be read and written ({message}). Check its disk and "
            "permissions.",
            retry_after=RETRY_SECONDS,
        )
    return None


RESTED_SECONDS = 1.0
RESTS_SINCE = "rests_since"


def try_rested(engine: Engine) -> None:
    """From now on connections that rested are tried before use: their server may have gone.

    Not at each use, as SQLAlchemy's own way is: those who label would wait for a round trip more
    each time. One that was in use just now fails its request, which says to try again; all are made
    anew.
    """

    def note(_connection: Any, record: Any) -> None:
        record.info[RESTS_SINCE] = time.monotonic()

    def look(connection: Any, record: Any, _proxy: Any) -> None:
        rested = time.monotonic() - record.info.get(RESTS_SINCE, time.monotonic())
        if rested < RESTED_SECONDS:
            return
        try:
            engine.dialect.do_ping(connection)
        except engine.dialect.loaded_dbapi.Error as error:
            raise InvalidatePoolError from error

    event.listen(engine, "checkin", note)
    event.listen(engine, "checkout", look)


LASTS_SECONDS = 1.0


class WriteProbe:
    """Writes at most once a second, however many ask, and tells them all what came of it."""

    def __init__(self, write: Callable[[], None]) -> None:
        self._write = write
        self._asking = threading.Lock()
        self._wrote_at = float("-inf")
        self._error: PostilError | None = None

    def check(self) -> None:
        """Raises what a write met, if it met anything."""
        with self._asking:
            if time.monotonic() - self._wrote_at >= LASTS_SECONDS:
                self._error = self._attempt()
                self._wrote_at = time.monotonic()
            error = self._error
        if error is not None:
            raise type(error)(error.detail, **error.extra)

    def _attempt(self) -> PostilError | None:
        try:
            self._write()
        except PostilError as error:
            return error
        return None
