"""Many rows at once, past the ORM: an upload's speed is decided here."""

import json
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy.types import JSON
from sqlmodel import Session

from service.models import metadata


def insert_rows(
    session: Session, table: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]
) -> None:
    """Inserts tuples in the order of `columns`, by COPY on PostgreSQL, else by the driver.

    Nothing fills in defaults: what isn't named is null.
    """
    told = metadata.tables[table]
    json_places = [
        place for place, name in enumerate(columns) if isinstance(told.c[name].type, JSON)
    ]
    ready = [_with_json(row, json_places) for row in rows] if json_places else list(rows)
    names = ", ".join(f'"{name}"' for name in columns)
    connection = session.connection()
    if connection.dialect.name == "postgresql":
        cursor = connection.connection.cursor()
        with cursor.copy(f'COPY "{table}" ({names}) FROM STDIN') as copy:
            for row in ready:
                copy.write_row(row)
    elif ready:
        marks = ", ".join("?" * len(columns))
        statement = f'INSERT INTO "{table}" ({names}) VALUES ({marks})'
        connection.exec_driver_sql(statement, [tuple(row) for row in ready])


def _with_json(row: Sequence[Any], places: Sequence[int]) -> list[Any]:
    changed = list(row)
    for place in places:
        if changed[place] is not None:
            changed[place] = json.dumps(changed[place])
    return changed
