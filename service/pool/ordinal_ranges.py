"""Stretches of ordinals: what of one is covered, and what is left."""

from collections.abc import Iterable
from typing import TypeAlias

Span: TypeAlias = tuple[int, int]
"""First ordinal, and one past the last."""


def gaps(span: Span, covered: Iterable[Span]) -> list[Span]:
    """The parts of `span` that no covered one reaches, in order; covered ones may overlap."""
    left: list[Span] = []
    start, last = span
    for first, end in sorted(covered):
        if first >= last:
            break
        if first > start:
            left.append((start, first))
        start = max(start, end)
    if start < last:
        left.append((start, last))
    return left


def pieces(span: Span, longest: int) -> list[Span]:
    """The span cut into parts of at most `longest`, in order."""
    first, last = span
    return [(start, min(start + longest, last)) for start in range(first, last, longest)]
