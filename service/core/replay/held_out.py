"""How good heads are on held-out items: one of a campaign, and one that has seen every label."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property
from typing import NamedTuple

import numpy as np

from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.head import Head
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.heads.one_against_rest import PENALTY, fit_one_against_rest
from service.core.targets.one_class import OneClass
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import no_neighbours

CHUNK = 65_536


class ScoredBy(StrEnum):
    """The one of a score that something goes by."""

    ACCURACY = "accuracy"
    MACRO_F1 = "macro_f1"


def figure_of(is_of_sets: bool) -> ScoredBy:
    """What curves are of, unless somebody says.

    Of several classes macro-F1: for all of them to be right is rare.
    """
    return ScoredBy.MACRO_F1 if is_of_sets else ScoredBy.ACCURACY


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


STRENGTHS = (1.0, 3.0, 10.0, 30.0, 100.0)
"""The C that are tried."""
FOLDS = 5


@dataclass(frozen=True)
class FullData:
    """The figures of a head that has seen every label."""

    accuracy: float
    macro_f1: float
    C: float


def folds(n: int, seed: int = 0) -> IntArray:
    """(n,) which of the five folds each row is in, dealt at random."""
    return np.random.default_rng(seed).permutation(np.arange(n) % FOLDS)


def fold_accuracies(X: FloatArray, y: IntArray, fold: int, n_classes: int) -> DoubleArray:
    """(len(STRENGTHS),) accuracy on one fold of heads trained on the other four, for each C."""
    out = folds(len(y)) == fold
    head: LogisticHead | None = None
    accuracies = []
    for C in STRENGTHS:
        head = fit_logistic(X[~out], y[~out], n_classes, head, C=C)
        accuracies.append(score(head, HeldOut(X[out], OneClass(y[out]))).accuracy)
    return np.array(accuracies)


def full_data(
    X: FloatArray, y: IntArray, accuracies: DoubleArray, held_out: HeldOut, n_classes: int
) -> FullData:
    """The figures on `held_out` of a head trained on all of X (n, D), y (n,).

    accuracies (FOLDS, len(STRENGTHS)) choose its C: the smallest of those with the best mean.
    """
    C = STRENGTHS[int(accuracies.mean(axis=0).argmax())]
    scored = score(fit_logistic(X, y, n_classes, C=C), held_out)
    return FullData(scored.accuracy, scored.macro_f1, C)


def full_data_of_sets(X: FloatArray, truth: Targets, held_out: HeldOut, n_classes: int) -> FullData:
    """The same where a row may have several classes: one against the rest, its C as it is."""
    pool = LabelledPool.of(X, np.arange(len(X)), truth, n_classes, no_neighbours())
    scored = score(fit_one_against_rest(pool), held_out)
    return FullData(scored.accuracy, scored.macro_f1, PENALTY)
