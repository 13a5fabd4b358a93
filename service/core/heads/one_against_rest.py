"""Logistic regression for each class by itself, of rows that may have several classes, or none."""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace
from functools import partial
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit, logit

from service.core.arrays import BoolArray, DoubleArray, FloatArray, FloatT, IntArray
from service.core.heads.head import Arrays, HeadKind, register_head
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import (
    TOLERANCE,
    LogisticHead,
    LossAndGradient,
    minimise,
    reduce_dimensions,
    threads_for,
)
from service.core.heads.out_of_fold import ROUGH, by_fold
from service.core.heads.pooled import GROWTH, Pooled, estimated_shares, pooled_of, scale_of_plain
from service.core.heads.portable_form import UNKNOWN, PortableForm
from service.core.vectors.views import Layout

MOST_IN_DOUBLE = 20_000
"""Labels up to which a fit is in double precision: the same labels give the same head then."""
PENALTY = 10.0
"""C: of 3 to 100 the one of best likelihood, and F1, on joined public sets."""
LEAST_CUT = 0.01
LOOKED_AT = 2_000
"""Unlabelled rows from which it is told where to cut."""


@dataclass(frozen=True, eq=False)
class OneAgainstRestHead:
    """p(class) = 1 / (1 + exp(-w x - b)), for each of the classes that some label has.

    Rare classes are seldom likelier than not, so each is named from a cut of its own on. What is
    given as its probability is moved so that the cut lies at 0.5: p / cut against (1 - p) /
    (1 - cut).
    """

    class_indices: IntArray
    """(k,) ascending."""
    weights: FloatArray
    """(k, D)"""
    intercepts: FloatArray
    """(k,)"""
    cuts: FloatArray
    """(k,) above 0 and below 1."""
    n_classes: int
    layout: Layout
    """Of the views whose columns it reads."""
    pooled: Pooled
    """How far it goes by views that say themselves how likely classes are."""

    @classmethod
    def of_one_view(
        cls,
        class_indices: IntArray,
        weights: FloatArray,
        intercepts: FloatArray,
        cuts: FloatArray,
        n_classes: int,
    ) -> "OneAgainstRestHead":
        views = Layout(weights.shape[1:]), Pooled.none(1, len(weights))
        return cls(class_indices, weights, intercepts, cuts, n_classes, *views)

    def probabilities(
        self, X: NDArray[FloatT], _ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        """(n, n_classes) each for itself: rows sum to anything; a view of contiguous columns."""
        seen = self.weights @ X.T
        seen += self.moved_intercepts[:, None]
        every = np.zeros((self.n_classes, seen.shape[1]), dtype=seen.dtype)
        every[self.class_indices] = expit(seen)
        return every.T

    def log_odds(self, X: FloatArray) -> FloatArray:
        """(n, n_classes) as fitted; far below all of a class that it doesn't know."""
        every = np.full((len(X), self.n_classes), UNKNOWN, dtype=np.float32)
        every[:, self.class_indices] = X @ self.weights.T + self.intercepts
        return every

    @property
    def view_weights(self) -> DoubleArray:
        """(V,) what each view counts; they sum to 1."""
        return self.pooled.view_weights

    @property
    def moved_intercepts(self) -> FloatArray:
        """(k,) with which a class is at 0.5 where it begins to be named."""
        moved: FloatArray = self.intercepts - logit(self.cuts)
        return moved

    def stated(self, probabilities: NDArray[FloatT]) -> DoubleArray:
        """(n, n_classes) as fitted: such `probabilities` with their move taken back."""
        cuts = np.full(self.n_classes, 0.5)
        cuts[self.class_indices] = self.cuts
        P = probabilities.astype(np.float64)
        odds = P * cuts
        calibrated: DoubleArray = odds / (odds + (1 - P) * (1 - cuts))
        return calibrated

    def margins(self, probabilities: NDArray[FloatT]) -> NDArray[FloatT]:
        """(n,) |2 p - 1|, the mean over the classes that it knows: small where many are open."""
        columns = probabilities.T[self.class_indices]
        margins: NDArray[FloatT] = np.abs(2 * columns - 1).mean(axis=0)
        return margins

    def portable_form(self) -> PortableForm:
        rows = self.class_indices, self.weights, self.moved_intercepts, self.n_classes
        return replace(LogisticHead(*rows).portable_form(), layout=self.layout)

    def to_arrays(self) -> Arrays:
        return {
            "class_indices": self.class_indices,
            "weights": self.weights,
            "intercepts": self.intercepts,
            "cuts": self.cuts,
            "n_classes": np.asarray(self.n_classes),
            "widths": np.array(self.layout.widths),
            **self.pooled.to_arrays(),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "OneAgainstRestHead":
        weights = arrays["weights"].astype(np.float32)
        return cls(
            class_indices=arrays["class_indices"].astype(np.int64),
            weights=weights,
            intercepts=arrays["intercepts"].astype(np.float32),
            cuts=arrays["cuts"].astype(np.float32),
            n_classes=int(arrays["n_classes"]),
            layout=Layout(tuple(arrays["widths"].tolist())),
            pooled=Pooled.from_arrays(arrays),
        )


def fit_each(
    X: FloatArray,
    of_each: NDArray[Any],
    warm: OneAgainstRestHead | None = None,
    tolerance: float = TOLERANCE,
) -> OneAgainstRestHead:
    """For each class what minimises sum_i -log p(y_i | x_i) + |w|^2 / (2 C), found from `warm` on.

    Of rows X (m, D), of which some have each class (m, n_classes); cut at 0.5. All at once: they
    share one product of the rows with all weights, a class less is no faster.
    """
    has = of_each.astype(np.bool_)
    classes = np.flatnonzero(has.any(axis=0))
    start = _starting_point(classes, X.shape[1], warm)
    if len(classes):
        with threads_for(len(X)):
            precise = X.astype(np.float64) if len(X) <= MOST_IN_DOUBLE else X
            loss = _loss(np.ascontiguousarray(precise), has.T[classes])
            start = minimise(start, loss, 1 / (PENALTY * len(X)), tolerance)
    cuts = np.full(len(classes), 0.5, dtype=np.float32)
    fitted = start[:, :-1].copy(), start[:, -1].copy(), cuts
    return OneAgainstRestHead.of_one_view(classes, *fitted, has.shape[1])


def fit_one_against_rest(
    pool: LabelledPool,
    warm: OneAgainstRestHead | None = None,
    *,
    growth: float = GROWTH,
    afresh: bool = False,
) -> OneAgainstRestHead:
    """On all views side by side, as unit rows, but for those that say how likely classes are: of
    them the log odds are pooled with its own.

    How far is estimated when there are `growth` times the labels of the last time. `afresh`:
    nothing else is taken over from `warm`. ValueError without labels.
    """
    if len(pool) == 0:
        raise ValueError("a head needs at least one label")
    if warm is not None and warm.layout != pool.layout:
        warm = None
    of_each = np.column_stack([pool.targets.has(c) for c in range(pool.n_classes)])
    scale = scale_of_plain(pool)
    plain = scale > 0
    X = pool.X[:, plain] * scale[plain]
    start = None
    if warm is not None and not afresh:
        own = warm.weights[:, plain] / scale[plain] / warm.pooled.plain[:, None]
        start = replace(warm, weights=own, intercepts=warm.intercepts / warm.pooled.plain)
    head = fit_each(X, of_each, start)
    classes = head.class_indices
    shares = warm.pooled.again(len(pool), growth) if warm is not None else None
    if shares is None:
        shares = estimated_shares(pool, X, of_each, _out_of_fold)
    pooled = pooled_of(pool, shares, classes)
    weights = pooled.weights_of_speakers(pool, classes)
    weights[:, plain] = pooled.plain[:, None] * head.weights * scale[plain]
    intercepts = pooled.plain * head.intercepts
    rows = unlabelled_rows(pool)
    cuts = best_cuts(expit(weights @ rows.T + intercepts[:, None]))
    views = pool.layout, pooled
    return OneAgainstRestHead(classes, weights, intercepts, cuts, pool.n_classes, *views)


def _out_of_fold(X: FloatArray, of_each: BoolArray, fold: IntArray) -> FloatArray:
    """(m, n_classes) probabilities by heads of the other folds."""
    rows = reduce_dimensions(X)

    def predict(train: IntArray, test: IntArray) -> FloatArray:
        head = fit_each(rows[train], of_each[train], tolerance=ROUGH)
        return head.probabilities(rows[test])

    return by_fold(fold, of_each.shape[1], fold, predict)


def unlabelled_rows(pool: LabelledPool) -> FloatArray:
    """(n, D) at most 2,000 of the pool, evenly spread over it; labelled ones where there are none
    without."""
    left = np.setdiff1d(np.arange(len(pool.vectors)), pool.ordinals, assume_unique=True)
    some = left[:: -(-len(left) // LOOKED_AT)] if len(left) else pool.ordinals
    rows: FloatArray = np.asarray(pool.vectors[some])
    return rows[rows.any(axis=1)] if rows.any() else rows


def best_cuts(probabilities: NDArray[FloatT]) -> FloatArray:
    """(k,) from where on naming each class gives the best F1 that probabilities (k, n) promise.

    With the j likeliest of n rows named F1 is about 2 sum_j p / (j + sum_n p); the best cut is
    half of the best F1 (Lipton, Elkan & Naryanaswamy 2014, Optimal thresholding of classifiers to
    maximize F1 measure).
    """
    likeliest = -np.sort(-probabilities.astype(np.float64), axis=1)
    named = np.arange(1, likeliest.shape[1] + 1)
    f1 = 2 * likeliest.cumsum(axis=1) / (named + likeliest.sum(axis=1, keepdims=True))
    cuts: DoubleArray = np.clip(f1.max(axis=1) / 2, LEAST_CUT, 0.5)
    return cuts.astype(np.float32)


def _starting_point(
    classes: IntArray, dimensions: int, warm: OneAgainstRestHead | None
) -> FloatArray:
    start = np.zeros((len(classes), dimensions + 1), dtype=np.float32)
    if warm is not None and warm.weights.shape[1] == dimensions:
        _, here, there = np.intersect1d(classes, warm.class_indices, return_indices=True)
        start[here, :-1], start[here, -1] = warm.weights[there], warm.intercepts[there]
    return start


def _loss(X: NDArray[Any], of_each: BoolArray) -> LossAndGradient:
    """The sum over classes of the mean loss of W (k, D + 1), intercepts last, and its gradient.

    X (m, D); of_each (k, m) whether a row has a class.
    """
    sign = np.where(of_each, -1.0, 1.0).astype(X.dtype)

    def loss(W: DoubleArray) -> tuple[float, DoubleArray]:
        scores = W[:, :-1].astype(X.dtype) @ X.T
        scores += W[:, -1:].astype(X.dtype)
        scores *= sign
        total = float(np.logaddexp(0, scores).sum(dtype=np.float64)) / len(X)
        slope = expit(scores)
        slope *= sign
        gradient = np.empty(W.shape)
        gradient[:, :-1] = slope @ X / len(X)
        gradient[:, -1] = slope.mean(axis=1)
        return total, gradient

    return loss


register_head(
    HeadKind(
        name="one_against_rest",
        version=1,
        title="A logistic regression for each class, C = 10, cut where F1 is best",
        fit=fit_one_against_rest,
        from_arrays=lambda arrays, _neighbours: OneAgainstRestHead.from_arrays(arrays),
        reads_views=True,
        refitted_by=partial(fit_one_against_rest, growth=math.inf),
        cut_back_by=partial(fit_one_against_rest, growth=math.inf, afresh=True),
        reads_graph=False,
        is_of_sets=True,
    )
)
