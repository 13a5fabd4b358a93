"""Fewer points of a curve, such that it looks the same."""

from collections.abc import Callable, Sequence
from typing import TypeVar

T = TypeVar("T")


def thinned(points: Sequence[T], most: int, is_turn: Callable[[T, T], bool]) -> list[T]:
    """At most `most` (2 or more) of the points, in order: the first, the last and those at a turn.

    `is_turn` of a point and the next one. The rest stand at even distances; where there are more
    turns than places, so do they.
    """
    if len(points) <= most:
        return list(points)
    last = len(points) - 1
    turns = [i for i in range(1, last) if is_turn(points[i - 1], points[i])]
    kept = {0, last, *_spread(turns, most - 2)}
    others = [i for i in range(1, last) if i not in kept]
    return [points[i] for i in sorted(kept | {*_spread(others, most - len(kept))})]


def _spread(places: Sequence[int], count: int) -> list[int]:
    """So many of the places, at even distances; all where there are no more."""
    if count >= len(places):
        return list(places)
    return [places[(2 * i + 1) * len(places) // (2 * count)] for i in range(count)]
