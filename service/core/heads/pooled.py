"""How far a head of several classes goes by views that say themselves how likely each class is.

Such a view has learnt the labels better than a head on it could: its log odds are taken as they
are, and a weighted mean of them with the head's own is still one matrix. The weights are those of
the likeliest mean, of labels out of fold: see benchmarks/findings/0036.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray
from scipy.special import expit

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.heads.blend import proposed_weights
from service.core.heads.head import Arrays
from service.core.heads.labelled import LabelledPool
from service.core.heads.out_of_fold import FEWEST, folds
from service.core.vectors.log_odds import length_of, odds_of

GROWTH = 1.25
"""Labels, in times of those of the last estimate, from which there is a new one."""
FOLDS = 4
LEAST = 1e-3
"""No probability counts as less, nor one less as more."""


@dataclass(frozen=True, eq=False)
class Shares:
    """What views count, and on how many labels that was estimated."""

    of_views: DoubleArray
    """(V,) of each that says how likely classes are; 0 of others."""
    n_labels: int


@dataclass(frozen=True, eq=False)
class Pooled:
    shares: Shares
    plain: FloatArray
    """(k,) what the head's own log odds count, of each class that it knows; above 0."""

    @staticmethod
    def none(views: int, classes: int) -> "Pooled":
        return Pooled(Shares(np.zeros(views), 0), np.ones(classes, dtype=np.float32))

    def again(self, n_labels: int, growth: float) -> Shares | None:
        """What was estimated, as long as labels haven't grown so much."""
        before = self.shares
        return before if before.n_labels and n_labels < growth * before.n_labels else None

    @property
    def view_weights(self) -> DoubleArray:
        """(V,) what each view counts, those alike that don't say how likely classes are."""
        weights = self.shares.of_views.copy()
        others = weights == 0
        weights[others] = (1 - weights.sum()) / others.sum()
        return weights

    def weights_of_speakers(self, pool: LabelledPool, classes: IntArray) -> FloatArray:
        """(k, width) which take the log odds of these classes from their columns."""
        weights = np.zeros((len(classes), pool.layout.width), dtype=np.float32)
        for view, speaks_of in pool.speaks.items():
            own = pool.layout.of(weights, view)
            share = self.shares.of_views[view] * length_of(len(speaks_of))
            rows, columns = np.nonzero(classes[:, None] == speaks_of)
            own[rows, columns] = share
        return weights

    def to_arrays(self) -> Arrays:
        return {
            "shares": self.shares.of_views,
            "shares_on": np.asarray(self.shares.n_labels),
            "plain": self.plain,
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]]) -> "Pooled":
        shares = Shares(arrays["shares"], int(arrays["shares_on"]))
        return cls(shares, arrays["plain"].astype(np.float32))


def scale_of_plain(pool: LabelledPool) -> FloatArray:
    """(width,) by which columns are multiplied so that several unit views are unit rows; 0 in views
    that say how likely classes are."""
    plain = [view not in pool.speaks for view in range(pool.n_views)]
    scale = np.repeat(plain, pool.layout.widths) / np.float32(np.sqrt(sum(plain)))
    return np.asarray(scale, dtype=np.float32)


def pooled_of(pool: LabelledPool, shares: Shares, classes: IntArray) -> Pooled:
    """The shares, where a class that a view says nothing of goes by the others."""
    plain = np.ones(len(classes), dtype=np.float32)
    for view, speaks_of in pool.speaks.items():
        plain[np.isin(classes, speaks_of)] -= np.float32(shares.of_views[view])
    return Pooled(shares, plain)


def estimated_shares(
    pool: LabelledPool,
    X: FloatArray,
    of_each: BoolArray,
    out_of_fold: Callable[[FloatArray, BoolArray, IntArray], FloatArray],
) -> Shares:
    """By labels (m, n_classes) of rows X: what views say of a row, and heads that haven't seen it.

    None of it counts where labels are too few to tell.
    """
    shares = Shares(np.zeros(pool.n_views), 0)
    if not pool.speaks or len(pool) < FEWEST:
        return shares
    fold = folds(np.unique(of_each, axis=0, return_inverse=True)[1].ravel(), FOLDS)
    P = [out_of_fold(X, of_each, fold), *(_by_view(pool, view) for view in pool.speaks)]
    everywhere = ~np.isnan(P).any(axis=(0, 1))
    if not everywhere.any():
        return shares
    p = np.clip(np.stack(P)[:, :, everywhere], LEAST, 1 - LEAST)
    right = np.where(of_each[:, everywhere], p, 1 - p).reshape(len(P), -1)
    weights = proposed_weights(right.T, np.ones(right.shape[1]))
    shares.of_views[list(pool.speaks)] = weights[1:]
    return Shares(shares.of_views, len(pool))


def _by_view(pool: LabelledPool, view: int) -> FloatArray:
    """(m, n_classes) probabilities by a view; NaN of classes that it says nothing of."""
    P = np.full((len(pool), pool.n_classes), np.nan, dtype=np.float32)
    speaks_of = pool.speaks[view]
    there = speaks_of >= 0
    odds = odds_of(pool.layout.of(pool.X, view))[:, there]
    P[:, speaks_of[there]] = expit(odds)
    return P
