"""How deep values of a row may lie in each other: what renders them as JSON has an end, too."""

from typing import Any

DEEPEST = 100
TOO_DEEP = f"values lie more than {DEEPEST} deep in each other"


def is_too_deep(value: Any) -> bool:
    """Whether lists and objects lie more than `DEEPEST` deep in each other."""
    level = [value]
    for _ in range(DEEPEST):
        level = [inner for outer in level for inner in _inside(outer)]
        if not level:
            return False
    return True


def cut_off(value: Any, depth: int = 1 + DEEPEST) -> Any:
    """A row's data, with an ellipsis for what lies too deep in its values."""
    if not isinstance(value, dict | list):
        return value
    if depth == 0:
        return "…"
    if isinstance(value, dict):
        return {key: cut_off(inner, depth - 1) for key, inner in value.items()}
    return [cut_off(inner, depth - 1) for inner in value]


def _inside(value: Any) -> list[Any]:
    """What it holds, if that can hold more."""
    if isinstance(value, dict):
        value = value.values()
    elif not isinstance(value, list):
        return []
    return [inner for inner in value if isinstance(inner, dict | list)]
