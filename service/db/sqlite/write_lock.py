"""SQLite's write lock, between processes."""

import sqlite3
import time

from sqlalchemy.exc import OperationalError
from sqlmodel import Session

from service.db.hot.prepared import run_text
from service.db.hot.write_behind import connection_of

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
