"""Predictions of logistic heads for labelled rows that they haven't seen, and the C they advise."""

from collections.abc import Callable, Sequence

import numpy as np

from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.logistic import LogisticHead, stretched, threads_for
from service.core.heads.names import fit_with_names
from service.core.targets.class_names import ClassNames
from service.core.threads import each

STRENGTHS = (3.0, 10.0, 30.0, 100.0, 300.0)
"""The C that are tried."""
FEWEST = 10
C_OF_FEW = 30.0
"""What is taken with fewer labels: too few to try any."""
FEW = 100
FOLDS, FOLDS_OF_FEW = 4, 10
SMOOTHING = 0.02
ROUGH, OF_CLASSES = 3e-4, 30
"""Tolerance of the fits with up to thirty classes: half the time, and what is averaged over labels
hardly changes. With more it is smaller in proportion: so are the entries of a gradient, to which
each class adds by its share of the labels. See benchmarks/findings/0033."""
_PURPOSE = 0x464F4C44


def folds(classes: IntArray, count: int | None = None) -> IntArray:
    """(m,) a fold for each labelled row: the rows of a class are shuffled and dealt in turn."""
    if count is None:
        count = FOLDS_OF_FEW if len(classes) <= FEW else FOLDS
    rng = np.random.default_rng([len(classes), _PURPOSE])
    shuffled = rng.permutation(len(classes))
    dealt = shuffled[np.argsort(classes[shuffled], kind="stable")]
    fold = np.empty(len(classes), dtype=np.int64)
    fold[dealt] = np.arange(len(classes)) % count
    return fold


def out_of_fold(
    X: FloatArray,
    y: IntArray,
    n_classes: int,
    fold: IntArray,
    strengths: Sequence[float],
    names: ClassNames | None = None,
) -> FloatArray:
    """(len(strengths), m, n_classes) probabilities by heads of the other folds and the names."""
    probabilities = np.zeros((len(strengths), len(y), n_classes), dtype=np.float32)
    tolerance = rough_tolerance(y, names)

    def fit_without(number: int) -> None:
        own = fold == number
        # Each starts from the last, never from a head that has seen this fold.
        head: LogisticHead | None = None
        train, labels = X[~own], y[~own]
        for i, C in enumerate(strengths):
            if head is not None:
                head = stretched(head, train, labels, C)
            head = fit_with_names(train, labels, n_classes, names, head, C=C, tolerance=tolerance)
            probabilities[i, own] = head.probabilities(X[own])

    with threads_for(len(y)):
        each(fit_without, np.unique(fold))
    return probabilities


def rough_tolerance(y: IntArray, names: ClassNames | None) -> float:
    """Of a fit to labels y (m,) and names."""
    classes = np.unique(y if names is None else np.concatenate([y, names.classes]))
    return ROUGH * min(OF_CLASSES / len(classes), 1.0)


def by_fold(
    y: IntArray, n_classes: int, fold: IntArray, predict: Callable[[IntArray, IntArray], FloatArray]
) -> FloatArray:
    """(m, n_classes) of predict(rows to train on, rows to predict), fold by fold."""
    probabilities = np.zeros((len(y), n_classes), dtype=np.float32)

    def predict_one(number: int) -> None:
        own = fold == number
        probabilities[own] = predict(np.flatnonzero(~own), np.flatnonzero(own))

    with threads_for(len(y)):
        each(predict_one, np.unique(fold))
    return probabilities


def likelihood(probabilities: FloatArray, y: IntArray) -> DoubleArray:
    """(..., m) the probability of the label of each row, never 0: mixed with a uniform guess."""
    seen = max(len(np.unique(y)), 1)
    own = probabilities[..., np.arange(len(y)), y].astype(np.float64)
    return (1 - SMOOTHING) * own + SMOOTHING / seen


def nearby(C: float | None) -> tuple[float, ...]:
    """The C to try when the last choice was C: itself and its neighbours; all when there is none.

    The best changes slowly, and a try costs as many fits as there are folds.
    """
    if C is None:
        return STRENGTHS
    at = STRENGTHS.index(C)
    return STRENGTHS[max(at - 1, 0) : at + 2]
