"""What random sampling would have reached, read off the audit items.

Audit items are a random sample of the pool, so heads that learn from them alone are what random
sampling gives, at no cost in labels.
"""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import DoubleArray, IntArray
from service.core.evaluation.estimator import find_estimator
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.gather_evidence import gather_evidence
from service.core.evaluation.measure import MOST_UNKNOWN
from service.core.evaluation.strata import Strata, in_proportion, largest_subset, share_of_pool
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.kit.reasons import Reason, ReasonCode, reason

FURTHEST = 10.0
"""Times the labels of the measured head: the curve of random sampling isn't drawn beyond."""
FALLS: DoubleArray = np.array(
    [
        0.01, 0.04, 0.07, 0.10, 0.12, 0.14, 0.18, 0.21, 0.24, 0.26,
        0.28, 0.31, 0.34, 0.39, 0.44, 0.49, 0.55, 0.62, 0.86,
    ]
)  # fmt: skip
"""c of error(factor x m) = factor^-c error(m), in 19 equal parts, from 37, 50 and 87 labels to 4 to
12 times as many: of logistic regression and the mixture on 36 tasks made from seven public sets,
each set the same. `python -m benchmarks.saved` prints them. Classes, and the error itself, hardly
foretell which it is on a set that is left out."""
USUAL, FASTEST = float(np.median(FALLS)), float(np.quantile(FALLS, 0.975))
ENOUGH_TO_COMPARE = 30
"""Audit items for labels saved: more than a figure needs, it is a curve that is read off them."""
ESTIMATOR = "calibrated@1"
# Keeps these draws apart from the other draws of the same round.
_PURPOSE = 0x52414E44


@dataclass(frozen=True)
class RandomPoint:
    """The accuracy that random sampling would have had."""

    labels: int
    estimate: float
    low: float
    high: float
    extrapolated: bool
    """More labels than heads could be trained on: continued, not measured."""


@dataclass(frozen=True, eq=False)
class MeasuredRandomCurve:
    """The accuracy of random sampling by its labels, measured and then continued."""

    points: list[RandomPoint]
    reason: Reason | None
    """Why there are no points."""
    learnt_from: int
    """Labels of the heads that were tried; 0 without any."""
    evidence: Evidence | None
    """What is known of those."""


def random_curve(
    vectors: Vectors,
    labels: Labels,
    *,
    pool: IntArray,
    n_classes: int,
    seed: int,
    round_number: int,
    strata: Strata | None = None,
    learner: Learner | None = None,
) -> MeasuredRandomCurve:
    """The accuracy of heads of `learner` that learn from audit items alone, and beyond.

    Heads on 5/6 of the audit items are scored on the others, with the help of how sure they are of
    the `pool` (M,), just as the released head is. With several strata 5/6 of their effective
    number: heads learn from each stratum by its share of the pool, as a random sample would have
    it, and scores count by it. Beyond, up to the labels there are, the error goes on to fall as
    `FALLS` say. Smaller heads, on subsets, would cost as much again.
    """
    strata = strata or Strata.one()
    audits = labels.where(labels.measured())
    sampled = np.bincount(audits.strata(), minlength=len(strata.sizes))
    worth = share_of_pool(strata.sizes, sampled, sampled)
    n_audit = int(min(worth.trials, largest_subset(strata, sampled) + 0.5))
    if n_audit < ENOUGH_TO_COMPARE or worth.unknown > MOST_UNKNOWN:
        why = _lacking(n_audit, len(audits), worth.unknown)
        return MeasuredRandomCurve([], why, 0, None)
    learner = learner or Learner.plain()
    vectors = learner.seen(vectors)
    rng = np.random.default_rng([seed, round_number, _PURPOSE])
    start, size = learner.fit(vectors, audits, n_classes), 5 * n_audit // 6

    def fit(kept: Labels) -> Head:
        order = in_proportion(rng.permutation(len(kept)), kept.strata(), strata)
        some = np.isin(np.arange(len(kept)), order[:size])
        return learner.cut_back(vectors, kept.where(some), n_classes, start)

    evidence = gather_evidence(
        vectors, audits, fit, fit, pool=pool, strata=strata, n_classes=n_classes, rng=rng
    ).evidence
    measured = _measured(size, evidence)
    beyond = [_continued(measured, m) for m in _sizes_beyond(size, len(labels))]
    return MeasuredRandomCurve([measured, *beyond], None, size, evidence)


def _measured(labels: int, evidence: Evidence) -> RandomPoint:
    estimate = find_estimator(ESTIMATOR)(evidence)
    return RandomPoint(labels, estimate.value, estimate.low, estimate.high, extrapolated=False)


def _continued(last: RandomPoint, labels: int) -> RandomPoint:
    """The band reaches from no gain at all to that of the fastest fall that is reckoned with."""
    factor = labels / last.labels
    return RandomPoint(
        labels,
        1 - (1 - last.estimate) * factor**-USUAL,
        last.low,
        1 - (1 - last.high) * factor**-FASTEST,
        extrapolated=True,
    )


def _sizes_beyond(largest: int, spent: int) -> list[int]:
    """Twice `largest`, twice that, ... and the labels spent, as far as anything is said."""
    end = min(spent, int(largest * FURTHEST))
    doubled = [largest * 2**j for j in range(1, 30) if largest * 2**j < end]
    return [*doubled, end] if end > largest else []


def _lacking(n_effective: int, n_audit: int, unknown: float) -> Reason:
    if unknown > MOST_UNKNOWN:
        return reason(ReasonCode.NO_AUDIT_ITEMS_IN_PART, percent=round(100 * unknown))
    if n_effective == n_audit:
        few = ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE
        return reason(few, audit_items=n_audit, needed=ENOUGH_TO_COMPARE)
    uneven = ReasonCode.UNEVEN_AUDIT_ITEMS_TO_COMPARE
    return reason(uneven, audit_items=n_audit, worth=n_effective, needed=ENOUGH_TO_COMPARE)
