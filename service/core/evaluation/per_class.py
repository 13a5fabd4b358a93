"""How often a head is right about the items of each class, what it takes for what, and how right it
is where it is sure."""

import math
from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, DoubleArray
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.intervals import at_most, wilson_of_share
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.strata import kish
from service.core.targets.labels import Labels
from service.core.targets.one_class import NONE, class_of_each
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
        recall, low, high = _share(named[of], weights[of])
        both = int((of & named).sum())
        precision = _share(of[named], weights[named])
        most = at_most(_mean(of, weights), trials)
        classes.append(
            ClassFigure(both, int(of.sum()), recall, low, high, int(named.sum()), *precision, most)
        )
    return classes


def _share(right: BoolArray, weights: DoubleArray) -> tuple[float | None, float, float]:
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


EDGES = (0.0, 0.5, 0.7, 0.85, 0.95, 1.0)
"""Of the steps in which confidence is held against what came true."""


@dataclass(frozen=True)
class Confused:
    """Audit items of one class that the head takes for another, or for the same."""

    truth: int
    predicted: int
    items: int
    share: float
    """Of the pool, estimated."""


@dataclass(frozen=True, kw_only=True)
class ConfidenceStep:
    """Audit items about which the head is about as sure."""

    above: float
    up_to: float
    items: int
    stated: float
    """How often it says that it is right, on average."""
    right: float
    """How often it is, estimated for the pool."""
    low: float
    high: float
    """95 % interval of that."""


@dataclass(frozen=True)
class AuditQuality:
    confusion: list[Confused]
    """The pairs of classes that occur."""
    confidence: list[ConfidenceStep]


def audit_quality(labels: Labels, evidence: Evidence, of_pool: PoolPredictions) -> AuditQuality:
    """Of the audits among `labels`, all of which have a vector, as `evidence` has them.

    They are predicted by heads that haven't seen their labels, and count for as many items of the
    pool as in the estimate of the accuracy.
    """
    audits = labels.where(labels.measured())
    truth, predicted = class_of_each(audits.scored()), of_pool.classes[audits.ordinals]
    mask = (truth != NONE) & (predicted != NONE)
    truth, predicted, shares = truth[mask], predicted[mask], evidence.shares[mask]
    pairs, cell = np.unique(np.stack([truth, predicted], axis=1), axis=0, return_inverse=True)
    items, weights = np.bincount(cell.ravel()), np.bincount(cell.ravel(), weights=shares)
    confusion = [
        Confused(int(own), int(other), int(count), float(share))
        for (own, other), count, share in zip(pairs, items, weights, strict=True)
    ]
    stated = of_pool.probability[audits.ordinals][mask].astype(np.float64)
    return AuditQuality(confusion, _steps(stated, truth == predicted, shares))


def _steps(stated: DoubleArray, right: BoolArray, shares: DoubleArray) -> list[ConfidenceStep]:
    step = np.clip(np.searchsorted(EDGES, stated) - 1, 0, len(EDGES) - 2)
    return [
        _step(EDGES[k], EDGES[k + 1], stated[step == k], right[step == k], shares[step == k])
        for k in np.unique(step).tolist()
    ]


def _step(
    above: float, up_to: float, stated: DoubleArray, right: BoolArray, weights: DoubleArray
) -> ConfidenceStep:
    share = float(weights[right].sum() / weights.sum())
    low, high = wilson_of_share(min(share, 1.0), kish(weights))
    return ConfidenceStep(
        above=above,
        up_to=up_to,
        items=len(stated),
        stated=float(weights @ stated / weights.sum()),
        right=min(share, 1.0),
        low=low,
        high=high,
    )
