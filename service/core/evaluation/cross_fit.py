"""Probabilities for labelled items, and for the rest of a pool, by heads that haven't seen them."""

from collections.abc import Callable
from typing import NamedTuple

import numpy as np

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.heads.head import Head, probabilities_of
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors

FOLDS = 6
"""With ten a head misses fewer labels, and measuring takes half as long again."""
Fit = Callable[[Labels], Head]


class CrossFitted(NamedTuple):
    """What heads of the other folds say."""

    own: FloatArray
    """(a, n_classes) of the labels held out, in their order; zeros where nothing can be said."""
    others: FloatArray
    """(M, n_classes) of the other rows, each by one of the same heads."""


def cross_fit(
    vectors: Vectors,
    labels: Labels,
    held_out: BoolArray,
    others: IntArray,
    fit: Fit,
    n_classes: int,
    rng: np.random.Generator,
    folds: int = FOLDS,
) -> CrossFitted:
    """Probabilities for the labels where `held_out` (m,) holds, and for `others` (M,).

    These labels are dealt to folds at random; each is predicted by a head trained on all labels,
    held out or not, except those of its own fold. So no label is wasted on testing only, and the
    figure is that of a head with a share 1 / folds fewer of these labels: honest, a little low.
    `fit` must not start from a head that has seen them.

    Rows without a label (M,) are dealt to the folds as well: what a head says of its share of them
    and of the labels that it hasn't seen can be compared. What another head says, be it trained on
    one label more, cannot: one that is as often right may be surer by ten points. After Zrnic &
    Candes (2024), Cross-prediction-powered inference.
    """
    rows = np.flatnonzero(held_out)
    folds = min(folds, len(rows))
    fold_of = _dealt(labels.ordinals[rows], folds, rng)
    fold_of_others = _dealt(others, folds, rng)
    fitted = CrossFitted(
        np.zeros((len(rows), n_classes), dtype=np.float32),
        np.zeros((len(others), n_classes), dtype=np.float32),
    )
    for fold in range(folds):
        own, share = fold_of == fold, fold_of_others == fold
        train = np.ones(len(labels), dtype=np.bool_)
        train[rows[own]] = False
        if train.any():
            head = fit(labels.where(train))
            for part, mine, ordinals in (
                (fitted.own, own, labels.ordinals[rows]),
                (fitted.others, share, others),
            ):
                part[mine] = probabilities_of(head, vectors, ordinals[mine])
            del head  # before there is the next one: where labels spread to takes megabytes
    return fitted


def _dealt(ordinals: IntArray, folds: int, rng: np.random.Generator) -> IntArray:
    """(n,) at random, as many to each. A row more moves few others to another fold.

    Else a figure would move with each label by what chance makes of the deal: 2 points or more.
    """
    if len(ordinals) == 0:
        return ordinals
    keys = np.random.default_rng(rng.integers(2**63)).random(int(ordinals.max()) + 1)
    rank = np.argsort(np.argsort(keys[ordinals]))
    return rank * folds // len(ordinals)
