"""Many rows at once, past the ORM: an upload's speed is decided here."""

from collections.abc import Mapping, Sequence
from functools import cache, lru_cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.types import JSON, TypeDecorator, Uuid
from sqlmodel import Session

from service.db.columns import TypedJson, metadata
from service.db.hot import plain
from service.db.hot.sqlalchemy_internals import Change, to_driver
from service.db.hot.write_behind import connection_of, write_later, write_now

MOST_PARAMETERS = 8_000
"""In a statement. Few statements, because the driver lets other threads run at each: as long as
one of them computes, every step would wait for its turn."""


def insert_columns(
    session: Session,
    table: str,
    columns: Mapping[str, Sequence[Any]],
    shared: Mapping[str, Any] | None = None,
) -> None:
    """Inserts rows whose values stand in columns, by COPY on PostgreSQL.

    What all rows share is bound once, and a column of nulls not at all: to bind a value costs as
    much as to store it. Nothing fills in defaults: what isn't named is null.
    """
    count = len(next(iter(columns.values())))
    if not count:
        return
    session.flush()
    write_now(session)
    connection, shared = connection_of(session), shared or {}
    if plain.is_plain(connection):
        same = {name: [value] * count for name, value in shared.items()}
        plain.insert_rows(connection, table, {**columns, **same})
        return
    ready = {
        name: _bound(connection.dialect, table, name, values)
        for name, values in columns.items()
        if values[0] is not None or values.count(None) < count
    }
    once = {
        name: _bound(connection.dialect, table, name, [value])[0] for name, value in shared.items()
    }
    put = _copy if connection.dialect.name == "postgresql" else _insert
    put(connection, table, ready, once)


def insert_few(session: Session, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    """The same for a handful of rows, as each answer has them: one plain statement, see
    `write_behind`."""
    connection = connection_of(session)
    names, count = tuple(columns), len(next(iter(columns.values())))
    if not count:
        return
    if plain.is_plain(connection):
        session.flush()
        plain.insert_rows(connection, table, columns)
        return
    rows = zip(*columns.values(), strict=True)
    changes = _changes(connection.dialect, table, names)
    values = tuple(map(_changed, chain.from_iterable(rows), changes * count))
    write_later(session, _few(table, names, count), values)


def write_few(session: Session, table: str, values: Mapping[str, Any], **key: Any) -> None:
    """Changes the row of a key in the same way."""
    connection = connection_of(session)
    if plain.is_plain(connection):
        session.flush()
        plain.change_row(connection, table, values, key)
        return
    names = tuple(values)
    changed = map(_changed, values.values(), _changes(connection.dialect, table, names))
    write_later(session, _change(table, names, tuple(key)), (*changed, *key.values()))


@cache
def _change(table: str, columns: tuple[str, ...], key: tuple[str, ...]) -> str:
    to, where = (", ".join(f'"{name}" = ?' for name in names) for names in (columns, key))
    return f'UPDATE "{table}" SET {to} WHERE {where}'


@cache
def _few(table: str, columns: tuple[str, ...], rows: int) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = ", ".join(["?"] * len(columns))
    return f'INSERT INTO "{table}" ({names}) VALUES {", ".join([f"({marks})"] * rows)}'


def _copy(
    connection: Connection,
    table: str,
    columns: Mapping[str, Sequence[Any]],
    shared: Mapping[str, Any],
) -> None:
    names = ", ".join(f'"{name}"' for name in (*columns, *shared))
    same = tuple(shared.values())
    cursor = connection.connection.cursor()
    with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
        for row in zip(*columns.values(), strict=True):
            copy.write_row(row + same)


def _insert(
    connection: Connection,
    table: str,
    columns: Mapping[str, Sequence[Any]],
    shared: Mapping[str, Any],
) -> None:
    names, width = (*shared, *columns), len(columns)
    at_once = MOST_PARAMETERS // width
    for start in range(0, len(next(iter(columns.values()))), at_once):
        parts = [values[start : start + at_once] for values in columns.values()]
        count = len(parts[0])
        values = [None] * (count * width)
        for place, part in enumerate(parts):
            values[place::width] = part
        statement = _statement(table, names, len(shared), count)
        connection.exec_driver_sql(statement, (*shared.values(), *values))


@cache
def _statement(table: str, columns: tuple[str, ...], shared: int, rows: int) -> str:
    """The first `shared` columns have the first parameters, whatever the row."""
    names = ", ".join(f'"{name}"' for name in columns)
    places = [f"?{number}" for number in range(1, shared + 1)]
    marks = ", ".join([*places, *"?" * (len(columns) - shared)])
    return f'INSERT INTO "{table}" ({names}) VALUES {", ".join([f"({marks})"] * rows)}'


def _bound(dialect: Dialect, table: str, column: str, values: Sequence[Any]) -> Sequence[Any]:
    """A column's values as the driver takes them."""
    [change] = _changes(dialect, table, (column,))
    if change is None:
        return values
    changed = _remembering(change)
    return [None if value is None else changed(value) for value in values]


@lru_cache(1_000)
def _changes(dialect: Dialect, table: str, columns: tuple[str, ...]) -> tuple[Change | None, ...]:
    """What makes the columns' values what the driver takes; None where it takes them as they are.

    psycopg knows times and UUIDs itself.
    """
    is_postgresql = dialect.name == "postgresql"
    converted = (JSON, TypedJson) if is_postgresql else (JSON, Uuid, TypeDecorator)
    kinds = [metadata.tables[table].c[name].type for name in columns]
    return tuple(
        to_driver(kind, dialect) if isinstance(kind, converted) else None for kind in kinds
    )


def _changed(value: Any, change: Change | None) -> Any:
    return value if value is None or change is None else change(value)


def _remembering(change: Change) -> Change:
    """The same change, made once for a value that many rows in turn share: the time, above all."""
    memory: list[Any] = [None, None]

    def changed(value: Any) -> Any:
        if value is not memory[0]:
            memory[:] = value, change(value)
        return memory[1]

    return changed
