"""What random sampling would have reached, read off the audit items.

Audit items are a random sample of the pool, so heads that learn from them alone are what random
sampling gives, at no cost in labels.
"""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import IntArray
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

ENOUGH_TO_COMPARE = 30
"""Audit items for labels saved: more than a figure needs, it is a curve that is read off them."""
ESTIMATOR = "calibrated@1"
# Keeps these draws apart from the other draws of the same round.
_PURPOSE = 0x52414E44


@dataclass(frozen=True, eq=False)
class RandomHeads:
    """Heads that learnt from audit items alone: what random sampling gives."""

    learnt_from: int
    """Labels."""
    evidence: Evidence
    """What is known of them."""
    audits: int
    """Audit items there were."""

    @property
    def lowest(self) -> float:
        """The lower end of the 95 % interval of their accuracy."""
        return find_estimator(ESTIMATOR)(self.evidence).low


def random_heads(
    vectors: Vectors,
    labels: Labels,
    *,
    pool: IntArray,
    n_classes: int,
    seed: int,
    round_number: int,
    strata: Strata | None = None,
    learner: Learner | None = None,
) -> RandomHeads | Reason:
    """Heads of `learner` that learn from audit items alone; the reason where there are too few.

    Heads on 5/6 of the audit items are scored on the others, with the help of how sure they are of
    the `pool` (M,), just as the released head is. With several strata 5/6 of their effective
    number: heads learn from each stratum by its share of the pool, as a random sample would have
    it, and scores count by it. Smaller heads, on subsets, would cost as much again.
    """
    strata = strata or Strata.one()
    audits = labels.where(labels.measured())
    sampled = np.bincount(audits.strata(), minlength=len(strata.sizes))
    worth = share_of_pool(strata.sizes, sampled, sampled)
    n_audit = int(min(worth.trials, largest_subset(strata, sampled) + 0.5))
    if n_audit < ENOUGH_TO_COMPARE or worth.unknown > MOST_UNKNOWN:
        return _lacking(n_audit, len(audits), worth.unknown)
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
    return RandomHeads(size, evidence, len(audits))


def _lacking(n_effective: int, n_audit: int, unknown: float) -> Reason:
    if unknown > MOST_UNKNOWN:
        return reason(ReasonCode.NO_AUDIT_ITEMS_IN_PART, percent=round(100 * unknown))
    if n_effective == n_audit:
        few = ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE
        return reason(few, audit_items=n_audit, needed=ENOUGH_TO_COMPARE)
    uneven = ReasonCode.UNEVEN_AUDIT_ITEMS_TO_COMPARE
    return reason(uneven, audit_items=n_audit, worth=n_effective, needed=ENOUGH_TO_COMPARE)
