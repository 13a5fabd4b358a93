"""A project's rows of any table, as they are stored: for projects that move to another service."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

import psycopg
from sqlalchemy import Select, Table, func, select, union
from sqlalchemy.exc import IntegrityError
from sqlalchemy.types import JSON

from service.db.hot import insert_columns
from service.db.repository import Repository
from service.kit.errors import BadUpload
from service.moving.queries.moved_tables import MOVED, USER, named_by, parent
from service.pool.tables.people import USERS
from service.pool.tables.projects import PROJECTS
from service.schema import metadata

READ_AT_ONCE = 1_000


class Moves(Repository):
    def rows(self, table: str, columns: Sequence[str], project_id: int) -> Iterator[Sequence[Any]]:
        """Rows of a project, or the people who have to do with it, in the order of their keys."""
        source = metadata.tables[table]
        statement = select(*(source.c[name] for name in columns)).where(
            _belongs(source, project_id)
        )
        statement = statement.order_by(*source.primary_key.columns)
        rows = self.execute(statement.execution_options(yield_per=READ_AT_ONCE))
        yield from (tuple(row) for row in rows)

    def count(self, table: str, project_id: int) -> int:
        """How many rows `rows` gives."""
        counted = metadata.tables[table]
        statement = select(func.count()).select_from(counted).where(_belongs(counted, project_id))
        return int(self.execute(statement).scalar_one())

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows that all have the same columns. Raises `BadUpload` where one breaks a rule."""
        try:
            self._insert(table, rows)
        except (IntegrityError, psycopg.IntegrityError) as error:
            raise BadUpload(f"{table}: rows of the file don't go together.") from error

    def _insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        if rows:
            kinds = metadata.tables[table].c
            columns = {
                name: [_plain(row[name], kinds[name].type) for row in rows] for name in rows[0]
            }
            insert_columns(self.session, table, columns)


def _plain(value: Any, kind: Any) -> Any:
    """As past the ORM it is stored: words as texts, and JSON's null where that is meant."""
    if value is None and isinstance(kind, JSON) and not kind.none_as_null:
        return JSON.NULL
    return value.value if isinstance(value, Enum) else value


def _belongs(table: Table, project_id: int) -> Any:
    if table is PROJECTS:
        return table.c.id == project_id
    if table is USERS:
        return table.c.id.in_(_people(project_id))
    if (leads := parent(table.name)) is not None:
        name, target = leads[0], metadata.tables[leads[1]]
        rows = select(target.c[named_by(target.name)])
        return table.c[name].in_(rows.where(target.c.project_id == project_id))
    return table.c.project_id == project_id


def _people(project_id: int) -> Select[Any]:
    """Everybody whom a row that moves names."""
    statements = []
    for table in (moved.table for moved in MOVED if moved is not USER):
        named = [c for c in table.c for key in c.foreign_keys if key.column.table is USERS]
        statements += [select(c).where(_belongs(table, project_id), c.is_not(None)) for c in named]
    return select(union(*statements).subquery().c[0])
