"""What each item adds to a figure of sets of classes, and how sure that makes the figure."""

from dataclasses import dataclass

import numpy as np
from scipy.special import ndtr, ndtri, stdtrit

from service.core.arrays import DoubleArray
from service.core.evaluation.evidence import trials_of
from service.core.evaluation.intervals import wilson_at
from service.core.evaluation.metric import Metric
from service.core.targets.class_sets import ClassSets, as_sets
from service.core.targets.protocol import Targets

AS_IF_ALL_OR_NOTHING = 5
"""Items as whose spread that of a share is taken, beside the spread that is seen: few items that
are all alike don't show that others are."""


@dataclass(frozen=True, eq=False)
class Ratios:
    """A figure as the mean of k ratios of two sums over items, where there is something below."""

    hits: DoubleArray
    """(n, k)"""
    out_of: DoubleArray
    """(n, k)"""

    def with_unanswered(self, count: int, weights: DoubleArray, right: bool) -> "Ratios":
        """With so many items as large as the mean of these, all right or all wrong."""
        mean = np.average(self.out_of, axis=0, weights=weights)
        added = np.tile(mean, (count, 1))
        return Ratios(
            np.concatenate([self.hits, added if right else np.zeros_like(added)]),
            np.concatenate([self.out_of, added]),
        )


def ratios(metric: Metric, truth: ClassSets, predicted: ClassSets) -> Ratios:
    """Of items (n,); one that nothing is predicted of counts as wrong."""
    here, there = truth.matrix == 1, predicted.matrix == 1
    both, mask = here & there, predicted.are_predicted()
    if metric is Metric.MACRO_F1:
        return Ratios(2.0 * both, here.astype(np.float64) + there)
    if metric is Metric.MICRO_F1:
        named = (here.sum(axis=1) + there.sum(axis=1)).astype(np.float64)
        return Ratios(2.0 * both.sum(axis=1)[:, None], named[:, None])
    if metric is Metric.JACCARD:
        either = (here | there).sum(axis=1)
        share = np.where(either > 0, both.sum(axis=1) / np.maximum(either, 1), 1.0) * mask
    else:
        share = truth.match(predicted).astype(np.float64)
    return Ratios(share[:, None], np.ones((len(truth), 1)))


@dataclass(frozen=True, eq=False)
class Scores:
    """A figure of a sample of items."""

    value: float
    of_items: DoubleArray
    """(n,) what each adds: pseudo-values of the jackknife (Tukey 1958; Efron & Stein 1981)."""
    shares: DoubleArray
    """(n,) how much each counts; they sum to 1."""
    trials: float
    """Items of equal weight that would tell as much, were the pool without end."""
    metric: Metric

    @staticmethod
    def of(ratios: Ratios, weights: DoubleArray, n_items: int, metric: Metric) -> "Scores | None":
        """Of a pool of `n_items`; None below two items, or where no item has a denominator."""
        if len(weights) < 2 or not ratios.out_of.any():
            return None
        shares = weights / weights.sum()
        hits, out_of = (
            _with_and_without(each * shares[:, None]) for each in (ratios.hits, ratios.out_of)
        )
        seen = out_of > 1e-12
        of_each = np.divide(hits, out_of, out=np.zeros_like(hits), where=seen)
        means = of_each.sum(axis=1) / np.maximum(seen.sum(axis=1), 1)
        value = float(means[0])
        of_items = value + (value - means[1:]) * (1 - shares) / shares
        return Scores(value, of_items, shares, trials_of(weights, n_items), metric)

    @property
    def variance(self) -> float:
        """Of an item: a share's at most, for the mean of ratios of rare classes at least."""
        n, most = len(self.of_items), self.value * (1 - self.value)
        off = np.square(self.of_items - self.shares @ self.of_items)
        seen = float(self.shares @ off) * n / (n - 1)
        if self.metric is Metric.MACRO_F1:
            return max(seen, most)
        return (n * seen + AS_IF_ALL_OR_NOTHING * most) / (n + AS_IF_ALL_OR_NOTHING)

    def interval(self, level: float) -> tuple[float, float]:
        """Wilson's, of as many trials as have that variance (Korn & Graubard 1998), by Student's t.

        Unlike value +- t s it is no point where all items seem right, nor leaves [0, 1]. Macro-F1
        is as unsure as a share of as many items, at least: of rare classes few items tell too
        little of how they scatter.
        """
        return self._ends(float(ndtri(0.5 + level / 2)))

    def share_at(self, z: float) -> float:
        """What is possible z standard errors below the figure, or above it where z is negative."""
        low, high = self._ends(abs(z))
        return low if z > 0 else high

    def _ends(self, z: float) -> tuple[float, float]:
        t = float(stdtrit(len(self.of_items) - 1, ndtr(z)))
        most, variance = self.value * (1 - self.value), self.variance
        trials = self.trials * most / variance if most > 0 else self.trials
        return wilson_at(self.value, trials, t)


def added_by_item(
    metric: Metric, truth: Targets, predicted: Targets, n_classes: int, weights: DoubleArray
) -> DoubleArray | None:
    """(n,) what each of these items adds to a figure; None where the figure isn't known."""
    if metric is Metric.ACCURACY:
        return truth.match(predicted).astype(np.float64)
    sets, named = as_sets(truth, n_classes), as_sets(predicted, n_classes)
    scores = Scores.of(ratios(metric, sets, named), weights, len(weights), metric)
    return None if scores is None else scores.of_items


def _with_and_without(of_items: DoubleArray) -> DoubleArray:
    """(n + 1, ...) the sum over items (n, ...), and the sums that leave one of them out."""
    whole = of_items.sum(axis=0)
    return np.concatenate([whole[None], whole - of_items])
