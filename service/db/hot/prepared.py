"""Statements that are asked at every hand-out or answer: put into SQL once, and run by the driver.

SQLAlchemy looks a statement up among those it has put into SQL, by a key as large as the statement,
and makes a context and a result for each run: of an answer's twenty statements on SQLite that took
six times as long as SQLite does. This is the one way past it; `Repository.execute` takes it.
"""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from sqlalchemy import Connection, Dialect, Engine

from service.db.hot import plain
from service.db.hot.psycopg_internals import raw_cursor, roll_back
from service.db.hot.rows import StatementRows
from service.db.hot.sqlalchemy_internals import Change, before_rollback, from_driver, in_sql, run


class Prepared:
    """A statement of which nothing is left open but the values of parameters that it names."""

    def __init__(self, statement: Any) -> None:
        self._statement = statement
        self._by_database: dict[str, _InSQL] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> StatementRows:
        if plain.is_plain(connection):
            return plain.run(connection, self._statement, values)
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
        self.sql, self._names, self._own, self._binds = in_sql(statement, dialect)
        self._kinds = [column.type for column in statement.exported_columns]
        self._gives = bool(self._kinds)
        self._columns: list[tuple[int, Change]] | None = None
        """Known once the driver has said of which types they come."""

    def run(self, connection: Connection, values: Mapping[str, Any]) -> StatementRows:
        cursor = _cursor(connection)
        rows = run(connection, cursor, self.sql, self.in_order(values), gives=self._gives)
        if rows:
            self._type(rows, cursor, connection.dialect)
        return rows

    def in_order(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        named = {**self._own, **values}
        for name, change in self._binds.items():
            named[name] = change(named[name])
        return tuple([named[each] for each in self._names])

    def _type(self, rows: StatementRows, cursor: Any, dialect: Dialect) -> None:
        if self._columns is None:
            changes = [
                from_driver(kind, dialect, each[1])
                for kind, each in zip(self._kinds, cursor.description, strict=True)
            ]
            self._columns = [
                (at, change) for at, change in enumerate(changes) if change is not None
            ]
        if not self._columns:
            return
        for number, row in enumerate(rows):
            values = list(row)
            for at, change in self._columns:
                values[at] = change(values[at])
            rows[number] = tuple(values)


def run_text(
    connection: Connection, sql: str, values: tuple[Any, ...] = (), *, gives: bool = True
) -> StatementRows:
    """SQL with `?` for each value, on either database. `gives`: it returns rows."""
    if plain.is_plain(connection):
        return plain.run_text(connection, sql, values)
    ready = numbered(sql) if connection.dialect.name == "postgresql" else sql
    return run(connection, _cursor(connection), ready, values, gives=gives)


def run_sql(
    connection: Connection, sql: str, values: tuple[Any, ...], *, gives: bool = True
) -> StatementRows:
    """The same with the driver's own marks."""
    return run(connection, _cursor(connection), sql, values, gives=gives)


def _cursor(connection: Connection) -> Any:
    pooled = connection.connection
    driver: Any = pooled.driver_connection
    if connection.dialect.name == "sqlite":
        return driver.cursor()
    return raw_cursor(driver, pooled.info)


@lru_cache(1_000)
def numbered(sql: str) -> str:
    """SQL with `?` for each value as PostgreSQL takes it."""
    first, *others = sql.split("?")
    return first + "".join(f"${number}{part}" for number, part in enumerate(others, start=1))


@lru_cache(1_000)
def after_marks(before: int, sql: str) -> str:
    """The same SQL as a part of a longer statement, in which so many marks come before its own."""
    return re.sub(r"\$(\d+)", lambda mark: f"${before + int(mark[1])}", sql)


def keep_plans(engine: Engine) -> None:
    """From now on a rollback keeps what is prepared on a connection to PostgreSQL.

    The server keeps it, but psycopg has it deallocated, in case a table is gone that the
    transaction had made: what was asked next on that connection was planned anew, twice. All that
    only reads ends by a rollback. Tables are made by migrations alone, on connections of their own.
    """
    before_rollback(engine, roll_back)
