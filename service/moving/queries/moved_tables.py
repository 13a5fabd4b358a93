"""Which tables move with a project, and their rows and values as JSON has them, and back."""

import math
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import cache
from typing import Any, NamedTuple, get_args, get_origin
from uuid import UUID

from sqlalchemy import Column, Table, Uuid
from sqlalchemy.types import (
    JSON,
    Boolean,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    TypeDecorator,
    TypeEngine,
)
from sqlalchemy.types import Enum as Words

from service.db.columns import REFERS_TO, STAYS, TypedJson
from service.kit.errors import BadUpload
from service.schema import MODELS, metadata


class Moved(NamedTuple):
    """A table whose rows move, and columns that are written in another way or not at all."""

    name: str
    emptied: tuple[str, ...] = ()
    """Columns that arrive as a new row has them: they name files or secrets of the old service."""

    @property
    def table(self) -> Table:
        return metadata.tables[self.name]

    @property
    def columns(self) -> list[str]:
        return [column.name for column in self.table.c if column.name not in self.emptied]


USER = Moved("user", ("password_hash", "role", "state", "created_at"))
ALWAYS_THERE = (
    USER,
    Moved("project", ("state", "paused_reason", "embedded_count", "certifying")),
    Moved("label_class"),
    Moved("class_example"),
    Moved(
        "view", ("fingerprint", "neighbours", "fitted", "fitted_on", "learning_seconds", "preview")
    ),
    Moved("member"),
    Moved("import", ("blob", "rejected_blob")),
    Moved("item"),
    Moved("item_source"),
    Moved("assignment"),
    Moved("annotation"),
    Moved("annotation_class"),
    Moved("note"),
    Moved("label"),
    Moved("item_class"),
    Moved("decision"),
    Moved("decision_class"),
    Moved("exposure"),
    Moved("suggestion"),
    Moved("setting_change"),
    Moved("round", ("artefacts",)),
    Moved("figure"),
    Moved("look"),
    Moved("ranking"),
    Moved("past_work"),
    Moved("counter"),
)
LEFT_BEHIND = {
    "session": "a way in",
    "api_token": "a way in",
    "sign_in_link": "a way in",
    "invitation": "a way in",
    "way_back": "a way in",
    "worker": "of the service",
    "job": "what jobs took goes with `past_work`",
    "shard": "vectors, which the new service makes from the texts",
    "embedding": "where vectors are",
    **{table.name: table.info[STAYS] for table in metadata.sorted_tables if STAYS in table.info},
}
"""Why their rows don't move."""
_NAMED = {each.name for each in ALWAYS_THERE} | LEFT_BEHIND.keys()
MOVED = (
    *ALWAYS_THERE,
    *(Moved(table.name) for table in metadata.sorted_tables if table.name not in _NAMED),
)
"""In an order in which each refers only to those before it, or to itself: those of other rooms, to
which nothing else refers, come last."""
GIVEN_IDS = {moved.name for moved in MOVED if moved.table.autoincrement_column is not None}
"""Tables whose rows get new numbers."""


def json_shapes(table: Table) -> dict[str, type]:
    """Columns of JSON that hold a list, or an object: what reads them relies on it."""
    fields = MODELS[table.name].model_fields
    shapes = {name: _shape(field.annotation) for name, field in fields.items()}
    return {name: shape for name, shape in shapes.items() if shape is not None}


def _shape(annotation: Any) -> type | None:
    """Of `list[int]`, or of `list[int] | None`."""
    origin = get_origin(annotation)
    if origin in (list, dict):
        shape: type = origin
        return shape
    return next((each for each in map(_shape, get_args(annotation)) if each is not None), None)


@cache
def references(name: str) -> dict[str, str]:
    """Columns of a table that name a row of another one, with that one's name."""
    checked = {
        column.name: key.column.table.name
        for column in metadata.tables[name].c
        for key in column.foreign_keys
    }
    implied = {c.name: c.info[REFERS_TO] for c in metadata.tables[name].c if REFERS_TO in c.info}
    return checked | implied


@cache
def uuids(name: str) -> list[str]:
    """Columns that hold UUIDs, which name a row or are named by another."""
    return [column.name for column in metadata.tables[name].c if isinstance(column.type, Uuid)]


@cache
def named_by(name: str) -> str:
    """The column by which others name a table's rows."""
    keys = {
        key.column.name
        for table in metadata.tables.values()
        for column in table.c
        for key in column.foreign_keys
        if key.column.table.name == name
    }
    assert len(keys) <= 1, f"rows of {name} are named in several ways: {keys}"
    return keys.pop() if keys else "id"


@cache
def parent(name: str) -> tuple[str, str] | None:
    """Of a table whose rows don't say their project: a column that leads to a row that does, and
    that row's table. None of any other."""
    if name == "project" or "project_id" in metadata.tables[name].c:
        return None
    return next(
        (
            (column, target)
            for column, target in references(name).items()
            if "project_id" in metadata.tables[target].c
        ),
        None,
    )


LARGEST = 2**63 - 1
Read = Callable[[Any], Any]
"""Gives the value that a column takes; raises ValueError and its like where it is none."""


def written(value: Any) -> Any:
    """As JSON has it."""
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat()
    if isinstance(value, bytes):
        return value.hex()
    if isinstance(value, UUID):
        return str(value)
    if is_dataclass(value) and not isinstance(value, type):
        return TypedJson(type(value)).plain(value)
    if isinstance(value, dict):
        return {name: written(each) for name, each in value.items()}
    return value.value if isinstance(value, Enum) else value


class RowReader:
    """Reads the rows of one table."""

    def __init__(self, moved: Moved) -> None:
        shapes, table = json_shapes(moved.table), moved.table
        self._columns = [
            (table.c[name], _reader(table.c[name].type, shapes.get(name))) for name in moved.columns
        ]
        self._name = moved.name

    def row(self, values: Sequence[Any]) -> dict[str, Any]:
        if len(values) != len(self._columns):
            raise BadUpload(f"{self._name}: a row has {len(values)} values, which is wrong.")
        return {
            column.name: _value(column, read, value)
            for (column, read), value in zip(self._columns, values, strict=True)
        }


def _value(column: "Column[Any]", read: Read, value: Any) -> Any:
    if value is None and (column.nullable or isinstance(column.type, JSON)):
        return None
    try:
        return read(value)
    except (ValueError, TypeError, AttributeError, OverflowError) as error:
        wrong = f"{column.table.name}.{column.name} can't be {str(value)[:80]!r}."
        raise BadUpload(wrong) from error


def _reader(kind: TypeEngine[Any], shape: type | None) -> Read:
    if isinstance(kind, TypedJson):
        return kind.typed
    if isinstance(kind, TypeDecorator):
        kind = kind.impl_instance
    match kind:
        case JSON():
            return _of_kind(shape) if shape else lambda value: value
        case Words(enum_class=type() as words):
            return words
        case Uuid():
            return UUID
        case DateTime():
            return _moment
        case LargeBinary():
            return bytes.fromhex
        case Boolean():
            return _of_kind(bool)
        case Float():
            return _number
        case Integer():
            return _whole
    return _text(getattr(kind, "length", None) or LARGEST)


def _of_kind(kind: type) -> Read:
    def read(value: Any) -> Any:
        if not isinstance(value, kind):
            raise ValueError
        return value

    return read


def _moment(value: Any) -> datetime:
    moment = datetime.fromisoformat(value)
    if moment.tzinfo is None:
        raise ValueError
    return moment


def _number(value: Any) -> float:
    if isinstance(value, bool) or not isinstance(value, int | float) or not math.isfinite(value):
        raise ValueError
    return float(value)


def _whole(value: Any) -> int:
    if isinstance(value, bool) or not isinstance(value, int) or abs(value) > LARGEST:
        raise ValueError
    return value


def _text(longest: int) -> Read:
    def read(value: Any) -> str:
        if not isinstance(value, str) or "\x00" in value or len(value) > longest:
            raise ValueError
        return value

    return read
