"""How good the head would be with every label of a pool: what a campaign is measured against."""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.heads.one_against_rest import PENALTY, fit_one_against_rest
from service.core.replay.held_out import HeldOut, score
from service.core.targets.class_sets import ClassSets
from service.core.targets.one_class import OneClass
from service.core.vectors.neighbours import no_neighbours

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


def full_data_of_sets(
    X: FloatArray, truth: ClassSets, held_out: HeldOut, n_classes: int
) -> FullData:
    """The same where a row may have several classes: one against the rest, its C as it is."""
    pool = LabelledPool.of(X, np.arange(len(X)), truth, n_classes, no_neighbours())
    scored = score(fit_one_against_rest(pool), held_out)
    return FullData(scored.accuracy, scored.macro_f1, PENALTY)
