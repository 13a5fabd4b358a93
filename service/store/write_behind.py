"""Writes that give nothing back: on PostgreSQL those of a transaction go together.

A statement costs a round trip and what the driver does for it; an answer has six of these. They are
sent before anything else is asked, and when the transaction's work is done, as one statement of
several parts. None sees what another one does: they are about different rows.
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import Connection, event
from sqlalchemy.orm import ORMExecuteState
from sqlalchemy.orm import Session as DatabaseSession
from sqlmodel import Session

from service.store.prepared import Prepared, run_sql

WAITING = "waiting"
CONNECTION = "connection"
"""In a session's `info`."""


def connection_of(session: DatabaseSession) -> Connection:
    """The connection of its transaction: the session takes as long to find it as SQLite to read."""
    found: Connection | None = session.info.get(CONNECTION)
    if found is None or found.closed:
        found = session.info[CONNECTION] = session.connection()
    return found


def prepare_later(session: Session, statement: Prepared, values: Mapping[str, Any]) -> None:
    write_later(session, *statement.with_marks(connection_of(session).dialect, values))


def write_later(session: Session, statement: str, values: tuple[Any, ...]) -> None:
    """SQL as the driver takes it. On SQLite it is done at once: there are no round trips."""
    session.flush()
    connection = connection_of(session)
    if connection.dialect.name == "postgresql":
        session.info.setdefault(WAITING, []).append((statement, values))
    else:
        run_sql(connection, statement, values, gives=False)


@event.listens_for(Session, "do_orm_execute")
def _write_first(state: ORMExecuteState) -> None:
    """Whatever is asked in terms of models, an attribute that is read anew too."""
    write_now(state.session)


def write_now(session: DatabaseSession) -> None:
    """Sends what waits."""
    waiting: list[tuple[str, tuple[Any, ...]]] = session.info.get(WAITING, [])
    if not waiting:
        return
    *parts, (last, _) = waiting
    named = ", ".join(f"part_{number} AS ({part})" for number, (part, _) in enumerate(parts))
    values = tuple(value for _, given in waiting for value in given)
    waiting.clear()
    statement = f"WITH {named} {last}" if named else last
    run_sql(connection_of(session), statement, values, gives=False)
