"""Predictions for audit items by heads that haven't seen them."""

from collections.abc import Callable

import numpy as np

from service.core.arrays import BoolArray
from service.core.heads.head import Head
from service.core.labels import Labels
from service.core.matrix import Vectors
from service.core.targets import Targets

Fit = Callable[[Labels], Head]


def cross_fit(
    vectors: Vectors,
    labels: Labels,
    held_out: BoolArray,
    fit: Fit,
    folds: int,
    rng: np.random.Generator,
) -> Targets:
    """(a,) what is predicted of each label where `held_out` (m,) holds, in their order.

    These rows are dealt to folds at random; each is predicted by a head trained on all labels, held
    out or not, except those of its own fold. So no label is wasted on testing only, and the
    figure is that of a head with a share 1 / folds fewer of these labels: honest, a little low.
    `fit` must not start from a head that has seen them.
    """
    rows = np.flatnonzero(held_out)
    folds = min(folds, len(rows))
    fold_of = rng.permutation(np.arange(len(rows)) % folds) if folds else rows
    predicted = labels.targets.no_predictions(len(rows))
    for fold in range(folds):
        own = fold_of == fold
        train = np.ones(len(labels), dtype=np.bool_)
        train[rows[own]] = False
        if train.any():
            ordinals = labels.ordinals[rows[own]]
            head = fit(labels.where(train))
            found = head.probabilities(vectors[ordinals], ordinals)
            predicted = predicted.replaced(own, predicted.predictions(found))
        # Else one label in all: nothing to learn from, so nothing can be right.
    return predicted
