"""The plain path: what the fast one does, by SQLAlchemy's ordinary ways.

`Database(url, plain=True)` takes it for everything. It is there to be compared with:
tests/db/test_plain_path.py does the same work both ways and finds the same rows.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Connection, CursorResult, Engine, and_, insert, update

from service.db.columns import metadata
from service.db.hot.rows import StatementRows

PLAIN = "goes_plainly"
"""An attribute of the engine, for it is looked at before each statement."""


def take(engine: Engine) -> None:
    """From now on, for all that this engine does."""
    setattr(engine, PLAIN, True)


def is_plain(connection: Connection) -> bool:
    return getattr(connection.engine, PLAIN, False)


def run(connection: Connection, statement: Any, values: Mapping[str, Any]) -> StatementRows:
    return _rows(connection.execute(statement, values))


def run_text(connection: Connection, sql: str, values: tuple[Any, ...]) -> StatementRows:
    """SQL with `?` for each value."""
    if connection.dialect.name == "postgresql":
        sql = sql.replace("%", "%%").replace("?", "%s")
    return _rows(connection.exec_driver_sql(sql, values))


def insert_rows(connection: Connection, table: str, columns: Mapping[str, Sequence[Any]]) -> None:
    rows = [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]
    connection.execute(insert(metadata.tables[table]), rows)


def change_row(
    connection: Connection, table: str, values: Mapping[str, Any], key: Mapping[str, Any]
) -> None:
    changed = metadata.tables[table]
    its = and_(*(changed.c[name] == value for name, value in key.items()))
    connection.execute(update(changed).where(its).values(values))


def _rows(result: CursorResult[Any]) -> StatementRows:
    rows = StatementRows(map(tuple, result) if result.returns_rows else ())
    rows.rowcount = result.rowcount
    return rows
