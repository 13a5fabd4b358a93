"""Values of rows as JSON has them, and back: each is of its column's type, or refuses the file."""

import math
from collections.abc import Callable, Sequence
from dataclasses import is_dataclass
from datetime import UTC, datetime
from enum import Enum
from typing import Any
from uuid import UUID

from sqlalchemy import Column
from sqlalchemy.types import (
    JSON,
    Boolean,
    DateTime,
    Float,
    Integer,
    LargeBinary,
    TypeDecorator,
    TypeEngine,
    Uuid,
)
from sqlalchemy.types import Enum as Words

from service.db.columns import TypedJson
from service.kit.errors import BadUpload
from service.moving.queries.moved_tables import Moved, json_shapes

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
