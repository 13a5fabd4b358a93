"""Several small transactions in one commit, for a database that takes one writer at a time."""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future
from contextlib import AbstractContextManager
from queue import Empty, SimpleQueue
from typing import Any, Generic, TypeVar

from sqlalchemy import Connection
from sqlmodel import Session

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
