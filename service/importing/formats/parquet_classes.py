"""Classes that `datasets` wrote as numbers (`ClassLabel`): the file's metadata has their names."""

import json
from collections.abc import Callable, Mapping
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
