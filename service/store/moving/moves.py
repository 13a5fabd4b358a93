"""A project's rows of any table, as they are stored: for projects that move to another house."""

from collections.abc import Iterator, Mapping, Sequence
from enum import Enum
from typing import Any

from sqlalchemy import Select, Table, select, union
from sqlalchemy.types import JSON

from service.models import metadata
from service.store.bulk_insert import insert_columns
from service.store.repository import Repository
from service.store.tables import CLASSES, ITEMS, PROJECTS, USERS

READ_AT_ONCE = 1_000
PARENTS = {
    "class_example": ("class_id", CLASSES),
    "item_source": ("item_id", ITEMS),
    "item_class": ("item_id", ITEMS),
    "exposure": ("item_id", ITEMS),
    "suggestion": ("item_id", ITEMS),
    "hunt_look": ("item_id", ITEMS),
    "machine_label": ("certificate_id", metadata.tables["certificate"]),
    "annotation_class": ("annotation_id", metadata.tables["annotation"]),
    "decision_class": ("decision_id", metadata.tables["decision"]),
}
"""Of tables whose rows don't say their project: the column that leads to a row that does."""


class MoveRepository(Repository):
    def rows(self, table: str, columns: Sequence[str], project_id: int) -> Iterator[Sequence[Any]]:
        """Rows of a project, or the people who have to do with it, in the order of their keys."""
        found = metadata.tables[table]
        asked = select(*(found.c[name] for name in columns)).where(_belongs(found, project_id))
        asked = asked.order_by(*found.primary_key.columns)
        rows = self.execute(asked.execution_options(yield_per=READ_AT_ONCE))
        yield from (tuple(row) for row in rows)

    def insert(self, table: str, rows: Sequence[Mapping[str, Any]]) -> None:
        """Rows that all have the same columns."""
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
    if table.name in PARENTS:
        name, parent = PARENTS[table.name]
        [key] = parent.primary_key.columns
        return table.c[name].in_(select(key).where(parent.c.project_id == project_id))
    return table.c.project_id == project_id


def _people(project_id: int) -> Select[Any]:
    """Everybody whom a row of the project names."""
    asked = []
    for table in metadata.sorted_tables:
        named = [c for c in table.c for key in c.foreign_keys if key.column.table is USERS]
        if "project_id" not in table.c and table.name not in PARENTS and table is not PROJECTS:
            continue
        asked += [select(c).where(_belongs(table, project_id), c.is_not(None)) for c in named]
    return select(union(*asked).subquery().c[0])
