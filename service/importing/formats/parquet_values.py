"""The values of a Parquet column as JSON knows them."""

import math
from collections.abc import Mapping
from datetime import date, time, timedelta
from importlib import import_module
from typing import Any

from service.importing.formats.parquet_classes import Naming

PLAIN = (str, int, bool)
"""Most values are, and quickly known to be."""
NOT_UTF_8 = "can't be read: not UTF-8"


class Broken:
    """In place of a value that is none."""

    def __init__(self, reason: str = NOT_UTF_8) -> None:
        self.reason = reason

    def __repr__(self) -> str:
        return "?"


def values_of(column: Any, naming: Naming | None) -> list[Any]:
    """With names for numbers that stand for classes; `Broken` where there is no value."""
    if import_module("pyarrow").types.is_dictionary(column.type):
        column = column.dictionary_decode()
    try:
        listed = column.to_pylist()
    except ValueError:  # one of them isn't UTF-8, or has nanoseconds
        listed = [_one(cell) for cell in column]
    values = [value if type(value) in PLAIN else _plain(value) for value in listed]
    return values if naming is None else [_named(value, naming) for value in values]


def _named(value: Any, naming: Naming) -> Any:
    if value is None or isinstance(value, Broken):
        return value
    try:
        return naming(value)
    except LookupError as error:
        return Broken(str(error.args[0]))
    except (AttributeError, TypeError):  # the file holds something else than it says
        return value


def _one(cell: Any) -> Any:
    try:
        return cell.as_py()
    except UnicodeDecodeError:
        return Broken()
    except ValueError:
        return str(cell.cast("string"))


def _plain(value: Any) -> Any:
    if value is None or isinstance(value, str | int | bool | Broken):
        return value
    if isinstance(value, float):
        return value if math.isfinite(value) else None
    if isinstance(value, bytes):
        try:
            return value.decode()
        except UnicodeDecodeError:
            return Broken()
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, timedelta):
        return value.total_seconds()
    if isinstance(value, Mapping):
        return {str(key): _plain(inner) for key, inner in value.items()}
    if isinstance(value, list | tuple):
        return [inner if type(inner) in PLAIN else _plain(inner) for inner in value]
    return str(value)
