"""The rows of services whose ids never coincide: a number of one names nothing in another, nor in
another table."""

import re
from collections.abc import Iterable, Mapping
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import JSON, Column, DateTime, Enum, TypeDecorator, Uuid, insert, select

from service.app import App
from service.db.columns import TypedJson
from service.kit.vocabulary import ProjectState, Role
from service.moving.queries.moved_tables import GIVEN_IDS, MOVED, Moved
from tests.db.rows import NOON

BETWEEN_TABLES = 10_000_000
UNLIKE: dict[str, dict[str, Any]] = {
    "user": {"role": Role.ANNOTATOR},
    "project": {"state": ProjectState.ARCHIVED},
}
"""Instead of the first word: somebody who isn't the administrator, a project without work."""
Rows = dict[str, dict[tuple[Any, ...], dict[str, Any]]]
"""Of each table that moves, by their keys."""


def begin_at(app: App, first: int) -> None:
    """A row in each table whose rows get numbers, after which the others come."""
    ids: dict[str, int] = {}
    with app.database.engine.begin() as connection:
        for number, moved in enumerate(each for each in MOVED if each.name in GIVEN_IDS):
            ids[moved.name] = first + number * BETWEEN_TABLES
            values = {c.name: _filled(c, ids) for c in moved.table.c if not c.nullable}
            values["id"] = ids[moved.name]
            values |= UNLIKE.get(moved.name, {})
            connection.execute(insert(moved.table).values(values))
            if not app.database.is_sqlite:
                sequence = f"pg_get_serial_sequence('\"{moved.name}\"', 'id')"
                connection.exec_driver_sql(f"SELECT setval({sequence}, {ids[moved.name]})")


def _filled(column: "Column[Any]", ids: Mapping[str, int]) -> Any:
    for key in column.foreign_keys:
        return ids[key.column.table.name]
    if column.info:
        return ids[column.info["refers_to"]]
    kind = column.type
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    match kind:
        case Enum(enum_class=type() as words):
            return next(iter(words))
        case DateTime():
            return NOON
        case JSON():
            return []
        case Uuid():
            return uuid4()
    return kind.python_type()


def rows(app: App) -> Rows:
    """All rows of the tables that move."""
    with app.database.engine.connect() as connection:
        return {
            moved.name: {
                tuple(row[c.name] for c in moved.table.primary_key): _as_stored(moved, row)
                for row in connection.execute(select(moved.table)).mappings()
            }
            for moved in MOVED
        }


def _as_stored(moved: Moved, row: Mapping[Any, Any]) -> dict[str, Any]:
    kinds = {c.name: c.type for c in moved.table.c}
    return {
        name: kind.plain(row[name]) if isinstance(kind := kinds[name], TypedJson) else row[name]
        for name in kinds
    }


def since(now: Rows, before: Rows) -> Rows:
    """The rows that are new; what was there before must be as it was."""
    for name, earlier in before.items():
        for key, row in earlier.items():
            assert now[name][key] == row, f"{name} {key} was changed"
    return {
        name: {key: row for key, row in found.items() if key not in before[name]}
        for name, found in now.items()
    }


def translated(left: Rows, arrived: Rows) -> Rows:
    """What left, with the numbers that its rows have where they arrived.

    By the order of the rows alone, wherever in a row a number stands: nothing of how they moved.
    """
    names: dict[Any, Any] = {}
    for name in GIVEN_IDS:
        assert len(left[name]) == len(arrived[name]), name
        pairs = zip(sorted(left[name]), sorted(arrived[name]), strict=True)
        names |= {old: new for [old], [new] in pairs}
    old, new = (_by_age(each["annotation"].values()) for each in (left, arrived))
    names |= {a["id"]: b["id"] for a, b in zip(old, new, strict=True)}
    for name in ("decision", "hunt_look"):
        for [key], row in left[name].items():
            names[row["batch"]] = arrived[name][names[key],]["batch"]
    assert not {*names} & {*names.values()}, "the new names are new"
    return {
        name: {
            tuple(_renamed(part, names) for part in key): _renamed(row, names)
            for key, row in found.items()
        }
        for name, found in left.items()
    }


def _by_age(annotations: Iterable[dict[str, Any]]) -> list[dict[str, Any]]:
    """Their ids have no order that stays."""
    return sorted(annotations, key=lambda a: (a["item_id"], a["user_id"], a["received_at"]))


def _renamed(value: Any, names: Mapping[Any, Any]) -> Any:
    """Within lists, objects and the keys of objects too."""
    match value:
        case dict():
            return {_in_key(k, names): _renamed(v, names) for k, v in value.items()}
        case list():
            return [_renamed(each, names) for each in value]
        case int() | UUID():
            return names.get(value, value)
    return value


def _in_key(key: str, names: Mapping[Any, Any]) -> str:
    return re.sub(r"\d+", lambda number: str(names.get(int(number[0]), number[0])), key)


def moving(found: Rows, name: str) -> list[dict[str, Any]]:
    """A table's rows without what a service fills in by itself."""
    [moved] = [each for each in MOVED if each.name == name]
    return [
        {column: row[column] for column in moved.columns} for _, row in sorted_rows(found[name])
    ]


def sorted_rows(found: Mapping[tuple[Any, ...], Any]) -> list[tuple[tuple[Any, ...], Any]]:
    return sorted(found.items(), key=lambda each: tuple(map(str, each[0])))
