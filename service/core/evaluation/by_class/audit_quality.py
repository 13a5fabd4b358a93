"""What a head takes for what, and how right it is where it is sure."""

from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, IntArray
from service.core.evaluation.by_class.groups import ClassGroup, class_groups
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.intervals import wilson_of_share
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.evaluation.strata import kish
from service.core.targets.labels import Labels
from service.core.targets.one_class import NONE, class_of_each

EDGES = (0.0, 0.5, 0.7, 0.85, 0.95, 1.0)
"""Of the steps in which confidence is held against what came true."""
FEW = 5
"""Items of fewer say nothing of a class."""


@dataclass(frozen=True)
class ConfusedLabels:
    """Labelled items of one class that are predicted to have another, or the same, by a head that
    hasn't seen them."""

    truth: int
    predicted: int
    items: int


@dataclass(frozen=True)
class Confused(ConfusedLabels):
    """Audit items of one class that are predicted to have another, or the same."""

    share: float
    """Of the pool, estimated."""


@dataclass(frozen=True, kw_only=True)
class ConfidenceStep:
    """Audit items for which the head has about the same confidence."""

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
    groups: list[ClassGroup]
    chosen: list[ConfusedLabels]
    """The same of labels that are no audits. A strategy chose them because they are hard, so how
    many are right tells little of a class: on 77 classes .31 by rank, and `expected` .69."""
    expected: list[float | None]
    """(n_classes,) of what is predicted to be of a class, the share that the head expects to be
    right; None with under `FEW` items."""


def audit_quality(
    labels: Labels, evidence: Evidence, of_pool: PoolPredictions, n_classes: int
) -> AuditQuality:
    """Of `labels`, all of which have a vector; audits as `evidence` has them.

    They are predicted by heads that haven't seen their labels. Audits count for as many items of
    the pool as in the estimate of the accuracy.
    """
    audits, chosen = labels.where(labels.measured()), labels.where(~labels.audit)
    of_audits, shares = _Seen.of(audits, of_pool), evidence.shares
    shares, of_chosen = shares[of_audits.mask], _Seen.of(chosen, of_pool)
    pairs, items, cell = of_audits.cells()
    weights = np.bincount(cell, weights=shares)
    confusion = [
        Confused(*pair, count, share)
        for pair, count, share in zip(pairs, items, weights.tolist(), strict=True)
    ]
    mixed = np.zeros((n_classes, n_classes), dtype=np.int64)
    np.add.at(mixed, (of_chosen.truth, of_chosen.predicted), 1)
    stated = of_pool.probability[audits.ordinals][of_audits.mask].astype(np.float64)
    right = of_audits.truth == of_audits.predicted
    return AuditQuality(
        confusion,
        _steps(stated, right, shares),
        class_groups(of_audits.truth, right, shares, mixed),
        [ConfusedLabels(*pair, count) for pair, count in zip(*of_chosen.cells()[:2], strict=True)],
        _expected(of_pool, n_classes),
    )


def _expected(of_pool: PoolPredictions, n_classes: int) -> list[float | None]:
    mask = of_pool.classes != NONE
    classes, probability = of_pool.classes[mask], of_pool.probability[mask].astype(np.float64)
    counts = np.bincount(classes, minlength=n_classes).tolist()
    sums = np.bincount(classes, weights=probability, minlength=n_classes).tolist()
    return [
        total / count if count >= FEW else None for total, count in zip(sums, counts, strict=True)
    ]


class _Seen(NamedTuple):
    """Labels of one class, by heads that haven't seen them."""

    mask: BoolArray
    """(n,) those that there is a label and a prediction of."""
    truth: IntArray
    predicted: IntArray

    @staticmethod
    def of(labels: Labels, of_pool: PoolPredictions) -> "_Seen":
        truth, predicted = class_of_each(labels.scored()), of_pool.classes[labels.ordinals]
        mask = (truth != NONE) & (predicted != NONE)
        return _Seen(mask, truth[mask], predicted[mask])

    def cells(self) -> tuple[list[tuple[int, int]], list[int], IntArray]:
        """The pairs of truth and prediction that occur, how often, and which one each label is."""
        both = np.stack([self.truth, self.predicted], axis=1)
        pairs, cell = np.unique(both, axis=0, return_inverse=True)
        items = np.bincount(cell.ravel(), minlength=len(pairs))
        return [(int(own), int(other)) for own, other in pairs], items.tolist(), cell.ravel()


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
