"""Rows with known answers that no head sees, and how right heads are on them."""

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from typing import Literal, NamedTuple, TypeAlias

import numpy as np

from service.core.arrays import FloatArray
from service.core.heads.head import Head
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors

CHUNK = 65_536

Figure: TypeAlias = Literal["accuracy", "macro_f1"]
"""The one of a score that something goes by."""


def figure_of(is_of_sets: bool) -> Figure:
    """What curves are of: of several classes macro-F1, for all of them to be right is rare."""
    return "macro_f1" if is_of_sets else "accuracy"


@dataclass(frozen=True, eq=False)
class HeldOut:
    """Rows to score on that are no part of the pool."""

    vectors: FloatArray
    """(n, D)"""
    truth: Targets
    """(n,)"""

    def seen_by(self, seen: Callable[[Vectors], Vectors]) -> "HeldOut":
        """The same, with what heads read of these vectors."""
        return HeldOut(np.asarray(seen(self.vectors)), self.truth)

    @cached_property
    def chunks(self) -> list[FloatArray]:
        """The vectors, at most 65,536 at a time. The same objects at each scoring."""
        n = len(self.truth)
        return [np.asarray(self.vectors[i : i + CHUNK]) for i in range(0, n, CHUNK)]


class HeldOutScore(NamedTuple):
    """How right a head is on rows with known answers."""

    accuracy: float
    macro_f1: float
    recalls: tuple[float, ...]
    """(n_classes,) NaN for a class that has no row."""


def score(head: Head, rows: HeldOut) -> HeldOutScore:
    """How right a head is on rows that it hasn't seen, at least one."""
    truth, n = rows.truth, head.n_classes
    predicted = truth.no_predictions(len(truth))
    for number, X in enumerate(rows.chunks):
        mine = slice(number * CHUNK, (number + 1) * CHUNK)
        predicted = predicted.replaced(mine, truth.predictions(head.probabilities(X)))
    f1 = truth.macro_f1(predicted, n)
    assert f1 is not None
    right = truth.match(predicted)
    recalls = (
        float(predicted.has(c)[of].mean()) if (of := truth.has(c)).any() else float("nan")
        for c in range(n)
    )
    return HeldOutScore(float(right.mean()), f1, tuple(recalls))
