"""Many rows at once, past the ORM: an upload's speed is decided here."""

from collections.abc import Callable, Iterator, Sequence
from functools import cache
from itertools import chain
from typing import Any

from sqlalchemy import Connection, Dialect
from sqlalchemy.types import JSON, TypeDecorator, Uuid
from sqlmodel import Session

from service.models import metadata

MOST_PARAMETERS = 8_000
"""In a statement. Few statements, because the driver lets other threads run at each: as long as
one of them computes, every step would wait for its turn."""


def insert_rows(
    session: Session, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    """Inserts tuples in the order of `columns`, by COPY on PostgreSQL.

    Nothing fills in defaults: what isn't named is null.
    """
    if not rows:
        return
    connection = session.connection()
    ready = _bound(connection.dialect, table, columns, rows)
    if connection.dialect.name == "postgresql":
        names = ", ".join(f'"{name}"' for name in columns)
        cursor = connection.connection.cursor()
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in ready:
                copy.write_row(row)
    else:
        _insert(connection, table, columns, ready)


def _insert(
    connection: Connection, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> None:
    step = MOST_PARAMETERS // len(columns)
    for part in slices(rows, step):
        values = tuple(chain.from_iterable(part))
        connection.exec_driver_sql(_statement(table, columns, len(part)), values)


def slices(rows: Sequence[Any], length: int) -> Iterator[Sequence[Any]]:
    for start in range(0, len(rows), length):
        yield rows[start : start + length]


@cache
def _statement(table: str, columns: tuple[str, ...], rows: int) -> str:
    names = ", ".join(f'"{name}"' for name in columns)
    marks = f"({', '.join('?' * len(columns))})"
    return f'INSERT INTO "{table}" ({names}) VALUES {", ".join([marks] * rows)}'


def _bound(
    dialect: Dialect, table: str, columns: tuple[str, ...], rows: Sequence[Sequence[Any]]
) -> Sequence[Sequence[Any]]:
    """The rows as the driver takes them."""
    # psycopg knows times and UUIDs itself.
    told = (JSON,) if dialect.name == "postgresql" else (JSON, Uuid, TypeDecorator)
    changes: dict[int, Callable[[Any], Any]] = {}
    for place, name in enumerate(columns):
        kind = metadata.tables[table].c[name].type
        if isinstance(kind, told) and any(row[place] is not None for row in rows):
            change = kind.dialect_impl(dialect).bind_processor(dialect)
            if change is not None:
                changes[place] = _remembering(change)
    return [_changed(row, changes) for row in rows] if changes else rows


def _remembering(change: Callable[[Any], Any]) -> Callable[[Any], Any]:
    """The same change, made once for a value that many rows in turn share: the time, above all."""
    known: list[Any] = [None, None]

    def changed(value: Any) -> Any:
        if value is not known[0]:
            known[:] = value, change(value)
        return known[1]

    return changed


def _changed(row: Sequence[Any], changes: dict[int, Callable[[Any], Any]]) -> list[Any]:
    values = list(row)
    for place, change in changes.items():
        if values[place] is not None:
            values[place] = change(values[place])
    return values
