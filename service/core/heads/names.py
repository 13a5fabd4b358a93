"""The names of classes, and sentences written for them, as labels that nobody had to give."""

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.heads.logistic import TOLERANCE, LogisticHead, fit_logistic
from service.core.targets.class_names import ClassNames

WEIGHT = 1.0
"""A name counts as one label of its class, and so does each sentence written as an example. Chosen
on development halves: benchmarks/findings/0006 and 0021."""


def fit_with_names(
    X: FloatArray,
    y: IntArray,
    n_classes: int,
    names: ClassNames | None,
    warm: LogisticHead | None = None,
    *,
    C: float,
    weights: FloatArray | None = None,
    tolerance: float = TOLERANCE,
) -> LogisticHead:
    """As `fit_logistic`, with every name as a further row of its class."""
    if names is not None:
        X, y = np.concatenate([X, names.vectors]), np.concatenate([y, names.classes])
        own = np.ones(len(X) - len(names.classes)) if weights is None else weights
        of_names = np.full(len(names.classes), WEIGHT)
        weights = np.concatenate([own, of_names]).astype(np.float32)
    return fit_logistic(X, y, n_classes, warm, C=C, weights=weights, tolerance=tolerance)
