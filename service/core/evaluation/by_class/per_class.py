"""How often a head is right about the items of each class."""

import math
from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, DoubleArray
from service.core.evaluation.intervals import at_most, wilson_of_share
from service.core.evaluation.strata import kish
from service.core.targets.protocol import Targets

ENOUGH_OF_CLASS = 10
"""Audit items of a class for its figures: an interval of fewer says next to nothing."""


@dataclass(frozen=True)
class ClassFigure:
    """The audit items of one class, and those that are predicted to be of it."""

    correct: int
    total: int
    recall: float | None
    """Share of the class's items in the pool that are predicted right; None without any."""
    low: float
    high: float
    """95 % interval of the recall."""
    named: int
    """Audit items that are predicted to be of the class."""
    precision: float | None
    """Share of the items of the pool predicted to be of the class that are; None without any."""
    precision_low: float
    precision_high: float
    share_high: float
    """At most this share of the pool is of the class, in 95 cases of 100."""

    @property
    def f1(self) -> float | None:
        """The harmonic mean of recall and precision; None where no audit item is of the class."""
        if self.recall is None:
            return None
        precision = self.precision or 0.0
        return 2 * self.recall * precision / (self.recall + precision) if precision else 0.0


def per_class(
    truth: Targets, predicted: Targets, weights: DoubleArray, n_classes: int
) -> list[ClassFigure]:
    """(n_classes,) recall and precision by class of audit items (n,), each with its weight (n,).

    Wilson's intervals on Kish's effective number of items; their number where weights are equal.
    How frequent a class is at most is Clopper and Pearson's, which holds for one that no item has.
    """
    trials = kish(weights)
    classes = []
    for c in range(n_classes):
        of, named = truth.has(c), predicted.has(c)
        recall, low, high = share_right(named[of], weights[of])
        both = int((of & named).sum())
        precision = share_right(of[named], weights[named])
        most = at_most(_mean(of, weights), trials)
        classes.append(
            ClassFigure(both, int(of.sum()), recall, low, high, int(named.sum()), *precision, most)
        )
    return classes


def share_right(right: BoolArray, weights: DoubleArray) -> tuple[float | None, float, float]:
    """How many are right, with its interval."""
    if len(right) == 0:
        return None, 0.0, 1.0
    share = _mean(right, weights)
    low, high = wilson_of_share(share, kish(weights))
    return share, low, high


def _mean(right: BoolArray, weights: DoubleArray) -> float:
    """The share of those that are, by weight; of no items 0."""
    total = len(right)
    if total == 0 or right.all():
        # Rounding must not leave 1, at which an interval ends too.
        return float(total > 0)
    alike = bool(np.all(weights == weights[0]))
    return int(right.sum()) / total if alike else float(right @ weights / weights.sum())


def audits_to_judge(figure: ClassFigure, audits: int) -> int | None:
    """Of how many audit items of all classes enough are of this one, for recall and precision.

    If it goes on having its share of these `audits`. None where both are there, and where none is
    of the class, or predicted so: that tells no share.
    """
    fewest = min(figure.total, figure.named)
    if fewest == 0 or fewest >= ENOUGH_OF_CLASS:
        return None
    return math.ceil(audits * ENOUGH_OF_CLASS / fewest)
