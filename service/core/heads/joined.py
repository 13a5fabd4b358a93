"""Logistic regression on several views of a text at once, each weighed by its worth alone."""

from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead, reduce_dimensions
from service.core.heads.names import fit_with_names
from service.core.heads.out_of_fold import likelihood, out_of_fold
from service.core.targets.class_names import ClassNames
from service.core.vectors.views import Layout


def best_out_of_fold(
    pool: LabelledPool,
    fold: IntArray,
    pull: DoubleArray,
    strengths: Sequence[float],
    scale: FloatArray | None = None,
) -> tuple[float, FloatArray]:
    """The best C by log-likelihood of labels that count `pull` (m,), and what it predicts.

    (m, n_classes) by logistic regression on the labels of other folds and the names, in the span
    of all of these. Columns are multiplied by `scale` (D,) first.
    """
    X, names = pool.X, pool.names
    rows = X if names is None else np.concatenate([X, names.vectors])
    rows = reduce_dimensions(rows if scale is None else rows * scale)
    if names is not None:
        names = ClassNames(names.classes, rows[len(X) :])
    y = pool.classes
    probabilities = out_of_fold(rows[: len(X)], y, pool.n_classes, fold, strengths, names)
    best = int((np.log(likelihood(probabilities, y)) @ pull).argmax())
    return strengths[best], probabilities[best]


def scales(layout: Layout, weights: DoubleArray) -> FloatArray:
    """(width,) what columns are multiplied by, so that products of unit views count by `weights`.

    Rows are then as long as those of views that weigh alike and aren't scaled, whatever the
    weights (V,), which sum to 1: so the same C are worth trying.
    """
    roots = np.sqrt(len(weights) * weights)
    return np.repeat(roots, layout.widths).astype(np.float32)


def fit_joined(
    pool: LabelledPool, weights: DoubleArray, C: float, warm: LogisticHead | None
) -> LogisticHead:
    """Fitted to rows scaled by the weights of their views (V,); it reads rows that aren't."""
    scale, names = scales(pool.layout, weights), pool.names
    if names is not None:
        names = ClassNames(names.classes, names.vectors * scale)
    if warm is not None:
        warm = replace(warm, weights=warm.weights / scale)
    X, y = pool.X * scale, pool.classes
    head = fit_with_names(X, y, pool.n_classes, names, warm, C=C)
    return replace(head, weights=head.weights * scale)


def of_first_view(head: LogisticHead, layout: Layout) -> LogisticHead:
    """The same head, for rows of all views."""
    weights = np.zeros((len(head.weights), layout.width), dtype=np.float32)
    layout.of(weights, 0)[:] = head.weights
    return replace(head, weights=weights)
