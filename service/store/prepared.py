"""Statements that are asked at every hand-out or answer: put into SQL once, and run by the driver.

SQLAlchemy looks a statement up among those it has put into SQL, by a key as large as the statement,
and makes a context and a result for each run: of an answer's twenty statements on SQLite that took
six times as long as SQLite does. This is the one way past it; `Repository.execute` takes it.
"""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.exc import DBAPIError

Change = Callable[[Any], Any]


class Found(list[tuple[Any, ...]]):
    """The rows that a statement finds or gives back, as plain tuples."""

    cursor: Any

    @property
    def rowcount(self) -> int:
        """How many it changed."""
        return int(self.cursor.rowcount)

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
        self._by_database: dict[tuple[str, Any], _InSQL] = {}

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Found:
        return self._for(connection.dialect).run(connection, values)

    def with_marks(
        self, dialect: Dialect, values: Mapping[str, Any]
    ) -> tuple[str, tuple[Any, ...]]:
        """Its SQL with a mark for each value, and the values in that order; see `write_behind`."""
        ready = self._for(dialect, paramstyle="format" if dialect.name == "postgresql" else None)
        return ready.sql, ready.in_order(values)

    def _for(self, dialect: Dialect, paramstyle: Any = None) -> "_InSQL":
        key = dialect.name, paramstyle
        ready = self._by_database.get(key)
        if ready is None:
            kind: Any = type(dialect)
            made = dialect if paramstyle is None else kind(paramstyle=paramstyle)
            ready = self._by_database[key] = _InSQL(self._statement, made)
        return ready


class _InSQL:
    """The same as a database takes it, with what makes its values of ours and ours of its."""

    def __init__(self, statement: Any, dialect: Dialect) -> None:
        compiled = statement.compile(dialect=dialect)
        self.sql = compiled.string
        self._kinds = [column.type for column in statement.exported_columns]
        self._names: Sequence[str] | None = compiled.positiontup
        """In the order of the marks, where these have no names."""
        self._given = dict(compiled.params)
        self._binds: dict[str, Change] = {}
        for bound, name in compiled.bind_names.items():
            assert not bound.expanding, "its SQL would depend on how many values there are"
            change = bound.type.dialect_impl(dialect).bind_processor(dialect)
            if change is not None:
                self._binds[name] = change
        self._columns: list[tuple[int, Change]] | None = None
        """Known once the driver has said of which types they come."""

    def run(self, connection: Connection, values: Mapping[str, Any]) -> Found:
        sent: Any = self._named(values) if self._names is None else self.in_order(values)
        found = run_sql(connection, self.sql, sent, gives=bool(self._kinds))
        if found:
            self._type(found, connection.dialect)
        return found

    def in_order(self, values: Mapping[str, Any]) -> tuple[Any, ...]:
        assert self._names is not None
        named = self._named(values)
        return tuple([named[each] for each in self._names])

    def _named(self, values: Mapping[str, Any]) -> dict[str, Any]:
        named = {**self._given, **values}
        for name, change in self._binds.items():
            named[name] = change(named[name])
        return named

    def _type(self, found: Found, dialect: Dialect) -> None:
        if self._columns is None:
            made = [
                kind.dialect_impl(dialect).result_processor(dialect, each[1])
                for kind, each in zip(self._kinds, found.cursor.description, strict=True)
            ]
            self._columns = [(at, change) for at, change in enumerate(made) if change is not None]
        if not self._columns:
            return
        for number, row in enumerate(found):
            values = list(row)
            for at, change in self._columns:
                values[at] = change(values[at])
            found[number] = tuple(values)


def run_sql(connection: Connection, sql: str, values: Any, *, gives: bool = True) -> Found:
    """What the driver is sent as it is; who listens is told. Raises what SQLAlchemy would.

    `gives`: whether there are rows to fetch. To ask the driver takes as long as to fetch them.
    """
    driver = connection.connection.driver_connection
    assert driver is not None
    cursor = driver.cursor()
    for tell in connection.engine.dispatch.before_cursor_execute:
        tell(connection, cursor, sql, values, None, False)
    try:
        cursor.execute(sql, values)
        found = Found(cursor.fetchall() if gives else ())
    except connection.dialect.loaded_dbapi.Error as error:
        raise _as_raised(connection, error, sql, values) from error
    found.cursor = cursor
    return found


def _as_raised(connection: Connection, error: Any, sql: str, sent: Any) -> Exception:
    """The error as SQLAlchemy wraps it.

    Of a connection that is lost it has to know: asked again, it finds that out, and leaves all that
    are as old.
    """
    if connection.dialect.is_disconnect(error, connection.connection.dbapi_connection, None):
        connection.exec_driver_sql(sql, sent)
    kind = connection.dialect.loaded_dbapi.Error
    raised: Exception = DBAPIError.instance(sql, sent, error, kind, dialect=connection.dialect)
    return raised
