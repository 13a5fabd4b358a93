"""Statements that are asked at every hand-out or answer: put into SQL once, and run by the driver.

SQLAlchemy looks a statement up among those it has put into SQL, by a key as large as the statement,
and makes a context and a result for each run: of an answer's twenty statements on SQLite that took
six times as long as SQLite does. This is the one way past it; `Repository.execute` takes it.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from functools import cache, lru_cache
from importlib import import_module
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

CURSOR = "raw_cursor"
"""In the `info` of a connection of the pool."""
Change = Callable[[Any], Any]


class StatementRows(list[tuple[Any, ...]]):
    """The rows that a statement finds or gives back, as plain tuples."""

    rowcount: int
    """How many it changed."""
    cursor: Any
    """Which asks something else next."""

    def one_or_none(self) -> tuple[Any, ...] | None:
        assert len(self) < 2
        return self[0] if self else None

    def one(self) -> tuple[Any, ...]:
        [row] = self
        return row

    def scalar_one(self) -> Any:
        return self.one()[0]


class Prepared:
    """A statement of which nothing is left open but the values of parameters that it names."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._by_database: dict[str, _InSQL] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> StatementRows:
        return self._for(connection.dialect).run(connection, values)

    def ready(self, dialect: Dialect, values: Mapping[str, Any]) -> tuple[str, tuple[Any, ...]]:
        """Its SQL as the driver takes it, and the values that go with it."""
        ready = self._for(dialect)
        return ready.sql, ready.in_order(values)

    def _for(self, dialect: Dialect) -> "_InSQL":
        ready = self._by_database.get(dialect.name)
        if ready is None:
            ready = self._by_database[dialect.name] = _InSQL(self._statement, dialect)
        return ready


class _InSQL:
    """The same as a database takes it, with what makes its values of ours and ours of its."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        kind: Any = type(dialect)
        is_postgresql = dialect.name == "postgresql"
        dialect = kind(paramstyle="numeric_dollar") if is_postgresql else dialect
        compiled = statement.compile(dialect=dialect)
        self.sql = compiled.string
        self._kinds = [column.type for column in statement.exported_columns]
        self._names: Sequence[str] = compiled.positiontup or ()
        """In the order of the marks."""
        self._given = dict(compiled.params)
        self._binds: dict[str, Change] = {}
        for bound, name in compiled.bind_names.items():
            assert not bound.expanding, "its SQL would depend on how many values there are"
            change = bound.type.dialect_impl(dialect).bind_processor(dialect)
            if change is not None:
                self._binds[name] = change
        self._columns: list[tuple[int, Change]] | None = None
        """Known once the driver has said of which types they come."""

    def run(self, connection: Connection, values: Mapping[str, Any]) -> StatementRows:
        rows = run_sql(connection, self.sql, self.in_order(values), gives=bool(self._kinds))
        if rows:
            self._type(rows, connection.dialect)
        return rows

    def in_order(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        named = {**self._given, **values}
        for name, change in self._binds.items():
            named[name] = change(named[name])
        return tuple([named[each] for each in self._names])

    def _type(self, rows: StatementRows, dialect: Dialect) -> None:
        if self._columns is None:
            processors = [
                kind.dialect_impl(dialect).result_processor(dialect, each[1])
                for kind, each in zip(self._kinds, rows.cursor.description, strict=True)
            ]
            self._columns = [
                (at, change) for at, change in enumerate(processors) if change is not None
            ]
        if not self._columns:
            return
        for number, row in enumerate(rows):
            values = list(row)
            for at, change in self._columns:
                values[at] = change(values[at])
            rows[number] = tuple(values)


def run_sql(connection: Connection, sql: str, values: Any, *, gives: bool = True) -> StatementRows:
    """What the driver is sent as it is; who listens is told. Raises what SQLAlchemy would.

    PostgreSQL's marks are its own, `$1`: others psycopg looks for at each run of a long statement.
    `gives`: whether there are rows to fetch. To ask the driver takes as long as to fetch them.
    """
    cursor = _cursor(connection)
    for tell in connection.engine.dispatch.before_cursor_execute:
        tell(connection, cursor, sql, values, None, False)
    try:
        cursor.execute(sql, values)
        rows = StatementRows(cursor.fetchall() if gives else ())
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_raised(connection, error, sql, values) from error
    rows.rowcount, rows.cursor = cursor.rowcount, cursor
    return rows


def _cursor(connection: Connection) -> Any:
    """Of psycopg one a connection: to make one takes half as long as to ask by it."""
    pooled = connection.connection
    driver: Any = pooled.driver_connection
    if connection.dialect.name == "sqlite":
        return driver.cursor()
    cursor = pooled.info.get(CURSOR)
    if cursor is None or cursor.connection is not driver:
        cursor = pooled.info[CURSOR] = _cursor_kind()(driver)
    return cursor


@cache
def _cursor_kind() -> Callable[[Any], Any]:
    kind: Callable[[Any], Any] = import_module("psycopg").RawCursor
    return kind


@lru_cache(1_000)
def numbered(sql: str) -> str:
    """SQL with `%s` for each value as PostgreSQL takes it."""
    first, *others = sql.split("%s")
    return first + "".join(f"${number}{part}" for number, part in enumerate(others, start=1))


@lru_cache(1_000)
def after_marks(before: int, sql: str) -> str:
    """The same SQL as a part of a longer statement, in which so many marks come before its own."""
    return re.sub(r"\$(\d+)", lambda mark: f"${before + int(mark[1])}", sql)


def _as_raised(connection: Connection, error: Any, sql: str, sent: Any) -> Exception:
    """The error as SQLAlchemy wraps it.

    Of a connection that is lost it has to know: asked again, it finds that out, and leaves all that
    are as old.
    """
    if connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, None):
        connection.exec_driver_sql("SELECT 1")
    kind = connection.dialect.loaded_dbapi.Error
    raised: Exception = DBAPIError.instance(sql, sent, error, kind, dialect=connection.dialect)
    return raised
