"""Long lists, a part at a time."""

from collections.abc import Iterator, Sequence
from typing import TypeVar

T = TypeVar("T")

LOOKED_UP = 500
"""Values that one statement names: far more would be too many parameters for some databases."""


def slices(rows: Sequence[T], length: int = LOOKED_UP) -> Iterator[Sequence[T]]:
    """Parts of at most `length`, in order."""
    for start in range(0, len(rows), length):
        yield rows[start : start + length]
