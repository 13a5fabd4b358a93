"""Predictions for audit items by heads that haven't seen them."""

from collections.abc import Callable

import numpy as np

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.heads.head import Head

Fit = Callable[[FloatArray, IntArray], Head]


def cross_fit(
    X: FloatArray, y: IntArray, held_out: BoolArray, fit: Fit, folds: int, rng: np.random.Generator
) -> IntArray:
    """(a,) predicted class of each row where `held_out` (m,) holds, in their order.

    These rows are dealt to folds at random; each is predicted by a head trained on all rows, held
    out or not, except those of its own fold. So no label is wasted on testing only, and the
    figure is that of a head with a share 1 / folds fewer of these labels: honest, a little low.
    `fit` must not start from a head that has seen them.
    """
    rows = np.flatnonzero(held_out)
    folds = min(folds, len(rows))
    fold_of = rng.permutation(np.arange(len(rows)) % folds) if folds else rows
    predicted = np.empty(len(rows), dtype=np.int64)
    for fold in range(folds):
        own = fold_of == fold
        train = np.ones(len(y), dtype=np.bool_)
        train[rows[own]] = False
        if train.any():
            head = fit(X[train], y[train])
            predicted[own] = head.probabilities(X[rows[own]]).argmax(axis=1)
        else:
            # One label in all: nothing to learn from, so nothing can be right.
            predicted[own] = -1
    return predicted
