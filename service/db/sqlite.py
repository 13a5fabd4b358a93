"""What SQLite needs so that many may write: one writer at a time, in turn, commits shared."""

import sqlite3
import threading
import time
from collections import deque
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from queue import Empty, SimpleQueue
from types import TracebackType
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection, Engine
from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from service.db.hot.prepared import run_text
from service.db.hot.write_behind import connection_of
from service.db.outage import reached
from service.kit.errors import DatabaseDamaged


class FifoLock:
    """As `threading.Lock`, which lets a thread that comes back at once overtake those that wait."""

    def __init__(self) -> None:
        self._guard = threading.Lock()
        self._held = False
        self._waiting: deque[threading.Lock] = deque()

    def is_wanted(self) -> bool:
        """Whether somebody waits for it."""
        return bool(self._waiting)

    def pass_on(self) -> None:
        """Gives it to those that wait, and takes it again after them."""
        self.__exit__(None, None, None)
        self.__enter__()

    def __enter__(self) -> None:
        with self._guard:
            if not self._held:
                self._held = True
                return
            turn = threading.Lock()
            turn.acquire()
            self._waiting.append(turn)
        turn.acquire()

    def __exit__(
        self,
        _kind: type[BaseException] | None,
        _error: BaseException | None,
        _trace: TracebackType | None,
    ) -> None:
        with self._guard:
            if self._waiting:
                # Still held: it passes straight to the next in line.
                self._waiting.popleft().release()
            else:
                self._held = False


BUSY_TIMEOUT_MS = 10_000
LOOK_AGAIN_SECONDS = 0.001


def begin_immediate(session: Session, timeout_ms: int) -> None:
    """Takes the write lock as soon as the process that has it lets go; raises after `timeout_ms`.

    SQLite's own waiting sleeps longer each time, up to 100 ms, whereas nobody here holds the lock
    for more than 20 ms: who came late would overtake who has waited.
    """
    connection = connection_of(session)
    until = time.monotonic() + timeout_ms / 1000
    run_text(connection, "PRAGMA busy_timeout=0")
    try:
        while True:
            try:
                run_text(connection, "BEGIN IMMEDIATE", gives=False)
                return
            except OperationalError as error:
                if not _is_busy(error) or time.monotonic() > until:
                    raise
            time.sleep(LOOK_AGAIN_SECONDS)
    finally:
        run_text(connection, f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")


def _is_busy(error: OperationalError) -> bool:
    code: int = getattr(error.orig, "sqlite_errorcode", 0)
    return code & 0xFF == sqlite3.SQLITE_BUSY


T = TypeVar("T")
LONGEST_SECONDS = 0.01
"""No more pieces join a group after this long: whoever else writes waits for it."""


class GroupCommit:
    """Does pieces of work in one thread, as many as are waiting to a commit.

    Each piece is atomic by a savepoint and in a session of its own: one that raises undoes itself
    and nobody else. A future has its result only when the commit has it. Beginning and committing
    costs as much as a piece does, and threads that queue for a lock cost more.
    """

    def __init__(self, transaction: Callable[[], AbstractContextManager[Session]]) -> None:
        self._transaction = transaction
        self._waiting: SimpleQueue[_Piece[Any] | None] = SimpleQueue()
        self._starting = threading.Lock()
        self._thread: threading.Thread | None = None

    def submit(self, work: Callable[[Session], T]) -> Future[T]:
        """What `work` returns, once it is committed; what it raises, once it is undone."""
        piece = _Piece(work)
        self._waiting.put(piece)
        if self._thread is None:
            self._start()
        return piece.future

    def close(self) -> None:
        """Ends the thread when what waits is done. Work that comes later starts another."""
        with self._starting:
            if self._thread is not None:
                self._waiting.put(None)
                self._thread.join()
                self._thread = None
        if not self._waiting.empty():  # it came after the end was told, and found a thread
            self._start()

    def _start(self) -> None:
        with self._starting:
            if self._thread is None:
                self._thread = threading.Thread(target=self._run, name="writer", daemon=True)
                self._thread.start()

    def _run(self) -> None:
        while (piece := self._waiting.get()) is not None:
            following = self._commit(piece)
            if not following:
                return

    def _commit(self, piece: "_Piece[Any]") -> bool:
        """Does a group that begins with this piece; False when it was the last there will be."""
        group = [piece]
        more = True
        try:
            with self._transaction() as session:
                until = time.monotonic() + LONGEST_SECONDS
                piece.attempt(session)
                while time.monotonic() <= until:
                    following, more = self._next()
                    if following is None:
                        break
                    group.append(following)
                    following.attempt(session)
        except BaseException as error:  # its begin or its commit: nobody's work is kept
            for each in group:
                each.failed(error)
        for each in group:
            each.tell()
        return more

    def _next(self) -> "tuple[_Piece[Any] | None, bool]":
        """What waits, if anything does; and whether more can come."""
        try:
            waiting = self._waiting.get_nowait()
        except Empty:
            return None, True
        return waiting, waiting is not None


def _is_open(connection: Connection) -> bool:
    """Whether there is a transaction yet: where its disk is full, SQLite undoes all of it."""
    driver = connection.connection.dbapi_connection
    return bool(getattr(driver, "in_transaction", True))


class _Piece(Generic[T]):
    """One piece of work and what became of it."""

    def __init__(self, work: Callable[[Session], T]) -> None:
        self.future: Future[T] = Future()
        self._work = work
        self._result: T
        self._error: BaseException | None = None
        self._given_up: bool | None = None
        """Whether nobody waited for it any more when it was to begin; None before."""

    def attempt(self, outer: Session) -> None:
        """Does the work within the group's transaction, all of it or nothing."""
        self._begin()
        if self._given_up:
            return
        connection = outer.connection()
        # SQLAlchemy's savepoint, not one by hand: a flush that fails rolls back what the session
        # knows of, which would be everybody's transaction.
        joined = Session(connection, join_transaction_mode="rollback_only")
        try:
            with connection.begin_nested(), joined as session:
                self._result = self._work(session)
                session.flush()
        except BaseException as error:
            if not _is_open(connection):
                raise
            self._error = error

    def failed(self, error: BaseException) -> None:
        self._begin()
        self._error = error

    def _begin(self) -> None:
        if self._given_up is None:
            self._given_up = not self.future.set_running_or_notify_cancel()

    def tell(self) -> None:
        if self._given_up:
            return
        if self._error is not None:
            self.future.set_exception(self._error)
        else:
            self.future.set_result(self._result)


LOST = "{found} of its rows refer to rows that aren't there, of {table} to {target} for instance"


def check_integrity(engine: Engine) -> None:
    """Reads all of it. Raises `DatabaseDamaged` where a page, an index or a reference is wrong."""
    with reached(), engine.connect() as connection:
        wrong = connection.exec_driver_sql("PRAGMA integrity_check(1)").scalar_one()
        if wrong == "ok":
            lost = connection.exec_driver_sql("PRAGMA foreign_key_check").all()
            if not lost:
                return
            wrong = LOST.format(found=len(lost), table=lost[0][0], target=lost[0][2])
    raise DatabaseDamaged(f"The database's file is damaged: {wrong}.")
