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

from service.db.hot.plain import is_plain
from service.db.hot.prepared import Prepared, after_marks, numbered, run_sql, run_text

WAITING = "waiting"
CONNECTION = "connection"
"""In a session's `info`."""


def connection_of(session: DatabaseSession) -> Connection:
    """The connection of its transaction: the session takes as long to find it as SQLite to read."""
    connection: Connection | None = session.info.get(CONNECTION)
    if connection is None or connection.closed:
        connection = session.info[CONNECTION] = session.connection()
    return connection


def write_later(session: Session, statement: str, values: tuple[Any, ...]) -> None:
    """SQL with `?` for each value. On SQLite it is done at once: there are no round trips."""
    session.flush()
    connection = connection_of(session)
    if connection.dialect.name == "postgresql" and not is_plain(connection):
        session.info.setdefault(WAITING, []).append((numbered(statement), values))
    else:
        run_text(connection, statement, values, gives=False)


def prepare_later(session: Session, statement: Prepared, values: Mapping[str, Any]) -> None:
    """The same for a statement that gives nothing back."""
    session.flush()
    connection = connection_of(session)
    if connection.dialect.name == "postgresql" and not is_plain(connection):
        ready = statement.ready(connection.dialect, values)
        session.info.setdefault(WAITING, []).append(ready)
    else:
        statement.run(connection, values)


@event.listens_for(Session, "do_orm_execute")
def _write_first(state: ORMExecuteState) -> None:
    """Whatever is asked in terms of models, an attribute that is read anew too."""
    write_now(state.session)


def write_now(session: DatabaseSession) -> None:
    """Sends what waits."""
    waiting: list[tuple[str, tuple[Any, ...]]] = session.info.get(WAITING, [])
    if not waiting:
        return
    parts, values = list[str](), list[Any]()
    for statement, row in waiting:
        parts.append(after_marks(len(values), statement))
        values += row
    waiting.clear()
    *others, last = parts
    named = ", ".join(f"part_{number} AS ({part})" for number, part in enumerate(others))
    whole = f"WITH {named} {last}" if named else last
    run_sql(connection_of(session), whole, tuple(values), gives=False)
