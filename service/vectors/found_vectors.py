"""Vectors that exist already, and in which numbers they were computed."""

from collections.abc import Iterable, Sequence
from typing import NamedTuple

from service.ports import FloatArray

Arithmetics = Sequence[str] | None
"""In order, each once; None when of some vector it isn't known."""


class FoundVectors(NamedTuple):
    hashes: Sequence[bytes]
    """(n,) of their texts."""
    vectors: FloatArray
    """(n, D)"""
    arithmetics: Arithmetics


def together(arithmetics: Iterable[Arithmetics]) -> list[str] | None:
    """Those of vectors side by side."""
    names: set[str] = set()
    for each in arithmetics:
        if each is None:
            return None
        names.update(each)
    return sorted(names)
