"""Probabilities for labelled items by heads that haven't seen them."""

import numpy as np

from service.core.arrays import BoolArray, FloatArray
from service.core.evaluation.cross_fit import Fit
from service.core.labels import Labels
from service.core.matrix import Vectors

FOLDS = 10


def cross_fit_probabilities(
    vectors: Vectors,
    labels: Labels,
    held_out: BoolArray,
    fit: Fit,
    n_classes: int,
    rng: np.random.Generator,
    folds: int = FOLDS,
) -> FloatArray:
    """(a, n_classes) of each label where `held_out` (m,) holds, in their order.

    As `cross_fit`, which keeps only what is predicted. A row of zeros is one of which nothing can
    be said: there was no other label to learn from.
    """
    rows = np.flatnonzero(held_out)
    folds = min(folds, len(rows))
    fold_of = rng.permutation(np.arange(len(rows)) % folds) if folds else rows
    found = np.zeros((len(rows), n_classes), dtype=np.float32)
    for fold in range(folds):
        own = fold_of == fold
        train = np.ones(len(labels), dtype=np.bool_)
        train[rows[own]] = False
        if train.any():
            ordinals = labels.ordinals[rows[own]]
            found[own] = fit(labels.where(train)).probabilities(vectors[ordinals], ordinals)
    return found
