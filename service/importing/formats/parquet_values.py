"""The values of a Parquet column as JSON knows them, classes by their names, and their sizes."""

import json
import math
from collections.abc import Callable, Mapping
from datetime import date, time, timedelta
from importlib import import_module
from typing import Any

Naming = Callable[[Any], Any]
"""A value with names for its numbers. LookupError where a number has no name."""
KEPT_BY = b"huggingface"
LISTS = ("List", "LargeList", "Sequence")
NO_CLASS = -1
"""How `datasets` says that a text has none."""


def namings(metadata: Mapping[bytes, bytes] | None) -> dict[str, Naming]:
    """Of each column that holds such classes."""
    try:
        features = json.loads((metadata or {}).get(KEPT_BY, b"{}"))["info"]["features"]
        named = {name: _naming(feature) for name, feature in features.items()}
    except (AttributeError, KeyError, RecursionError, TypeError, ValueError):
        return {}  # nobody's business but that of who wrote it
    return {name: naming for name, naming in named.items() if naming is not None}


def _naming(feature: Any) -> Naming | None:
    if isinstance(feature, list):
        return _naming({"_type": "List", "feature": feature[0]}) if feature else None
    if not isinstance(feature, dict):
        return None
    kind = feature.get("_type")
    if kind == "ClassLabel":
        return _class_naming(feature.get("names"))
    if kind not in LISTS:
        return None if isinstance(kind, str) else _struct_naming(feature)
    inner = feature.get("feature")
    if kind == "Sequence" and isinstance(inner, dict) and not isinstance(inner.get("_type"), str):
        # It turns what was a list of structs into a struct of lists.
        return _struct_naming({n: {"_type": "List", "feature": f} for n, f in inner.items()})
    return _list_naming(_naming(inner))


def _list_naming(naming: Naming | None) -> Naming | None:
    if naming is None:
        return None
    return lambda values: [None if value is None else naming(value) for value in values]


def _class_naming(names: Any) -> Naming | None:
    if not isinstance(names, list) or not all(isinstance(name, str) for name in names):
        return None

    def name(number: Any) -> str | None:
        if number == NO_CLASS:
            return None
        if isinstance(number, int) and 0 <= number < len(names):
            return str(names[number])
        raise LookupError(f"is {number!r}, and the file names {len(names):,} classes, from 0 on")

    return name


def _struct_naming(features: Mapping[str, Any]) -> Naming | None:
    inner = {name: naming for name, each in features.items() if (naming := _naming(each))}
    if not inner:
        return None

    def named(struct: Any) -> dict[str, Any]:
        return {
            name: inner[name](value) if name in inner and value is not None else value
            for name, value in struct.items()
        }

    return named


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


def decoded_sizes(column: Any) -> Any:
    """Bytes of each row's value, as an Arrow array. A dictionary holds a repeated value once."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    kind, types = column.type, arrow.types
    if types.is_dictionary(kind):
        sizes = compute.binary_length(column.dictionary).cast("int64")
        return compute.fill_null(compute.take(sizes, column.indices), 0)
    if types.is_struct(kind):
        sizes = _constant(len(column), 8)
        for inner in column.flatten():
            sizes = compute.add(sizes, decoded_sizes(inner))
        return sizes
    if types.is_map(kind):
        values = compute.add(decoded_sizes(column.keys), decoded_sizes(column.items))
        return _sums(values, column.offsets)
    if (types.is_list(kind) or types.is_large_list(kind)) and types.is_primitive(kind.value_type):
        return compute.add(compute.multiply(_lengths(column.offsets), 8), 8)
    if types.is_list(kind) or types.is_large_list(kind):
        return _sums(decoded_sizes(column.values), column.offsets)
    if types.is_fixed_size_list(kind):
        first, size = column.offset * kind.list_size, kind.list_size
        offsets = arrow.array(range(first, first + len(column) * size + 1, size or 1))
        return _sums(decoded_sizes(column.values), offsets) if size else _constant(len(column), 8)
    if isinstance(kind, arrow.BaseExtensionType):
        return decoded_sizes(column.storage)
    if types.is_fixed_size_binary(kind):
        return _constant(len(column), kind.byte_width)
    if kind.num_fields:  # a kind of lists that isn't known here: a row may hold all of it
        return _constant(len(column), column.nbytes)
    try:
        return compute.fill_null(compute.binary_length(column), 0).cast("int64")
    except arrow.ArrowNotImplementedError:  # numbers, dates
        return _constant(len(column), 8)


def _sums(sizes: Any, offsets: Any) -> Any:
    """The sums of runs of them, and something for each of these."""
    arrow, compute = import_module("pyarrow"), import_module("pyarrow.compute")
    before = arrow.concat_arrays([_constant(1, 0), compute.cumulative_sum(sizes)])
    return compute.add(_lengths(compute.take(before, offsets)), 8)


def _lengths(offsets: Any) -> Any:
    """Between each and the next."""
    compute = import_module("pyarrow.compute")
    return compute.subtract(offsets[1:], offsets[:-1]).cast("int64")


def _constant(count: int, size: int) -> Any:
    arrow = import_module("pyarrow")
    return arrow.repeat(arrow.scalar(size, "int64"), count)
