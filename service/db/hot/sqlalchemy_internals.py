"""What rests on the insides of SQLAlchemy, which any release may change: all of it is here.

`tests/db/test_internals_of_sqlalchemy.py` says of each what breaks when it does.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from sqlalchemy import Connection, Dialect, Engine
from sqlalchemy.exc import DBAPIError

from service.db.hot.rows import StatementRows

Change = Callable[[Any], Any]


class StatementInSQL(NamedTuple):
    """A statement as the driver takes it."""

    sql: str
    names: Sequence[str]
    """Of its parameters, in the order of the marks."""
    values: Mapping[str, Any]
    """Those that it has itself."""
    changes: Mapping[str, Change]
    """What makes a parameter's value one of the driver's, where that changes it."""


def in_sql(statement: Any, dialect: Dialect) -> StatementInSQL:
    """PostgreSQL's marks are its own, `$1`: what psycopg's RawCursor takes as it is."""
    kind: Any = type(dialect)
    is_postgresql = dialect.name == "postgresql"
    dialect = kind(paramstyle="numeric_dollar") if is_postgresql else dialect
    compiled = statement.compile(dialect=dialect)
    changes = {}
    for bound, name in compiled.bind_names.items():
        assert not bound.expanding, "its SQL would depend on how many values there are"
        change = to_driver(bound.type, dialect)
        if change is not None:
            changes[name] = change
    names = compiled.positiontup or ()
    return StatementInSQL(compiled.string, names, dict(compiled.params), changes)


def to_driver(kind: Any, dialect: Dialect) -> Change | None:
    """What makes a column's value one of the driver's; None where it is one."""
    change: Change | None = kind.dialect_impl(dialect).bind_processor(dialect)
    return change


def from_driver(kind: Any, dialect: Dialect, code: Any) -> Change | None:
    """What makes the driver's value a column's. `code`: by which the driver knows its type."""
    change: Change | None = kind.dialect_impl(dialect).result_processor(dialect, code)
    return change


def run(
    connection: Connection, cursor: Any, sql: str, values: tuple[Any, ...], *, gives: bool
) -> StatementRows:
    """What the driver's cursor finds, past SQLAlchemy; who listens to statements hears it.

    `gives`: whether there are rows to fetch. To ask the driver takes as long as to fetch them.
    """
    for hear in connection.engine.dispatch.before_cursor_execute:
        hear(connection, cursor, sql, values, None, False)
    try:
        cursor.execute(sql, values)
        rows = StatementRows(cursor.fetchall() if gives else ())
    except connection.dialect.loaded_dbapi.Error as error:
        raise wrapped(connection, error, sql, values) from error
    rows.rowcount = cursor.rowcount
    return rows


def wrapped(connection: Connection, error: Any, sql: str, values: Any) -> Exception:
    """The driver's error as SQLAlchemy raises it.

    Of a connection that is lost it has to know: asked again, it finds that out, and leaves all that
    are as old.
    """
    if connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, None):
        connection.exec_driver_sql("SELECT 1")
    kind = connection.dialect.loaded_dbapi.Error
    raised: Exception = DBAPIError.instance(sql, values, error, kind, dialect=connection.dialect)
    return raised


def before_rollback(engine: Engine, do: Callable[[Any], None]) -> None:
    """Has `do` called with the driver's connection before it rolls back: no event is in time."""
    rest = engine.dialect.do_rollback

    def roll_back(connection: Any) -> None:
        do(connection.driver_connection)
        rest(connection)  # which has nothing to do, or says that the server is gone

    engine.dialect.do_rollback = roll_back  # type: ignore[method-assign, assignment]
