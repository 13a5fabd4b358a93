"""Estimates that leave room for what nobody answered, and for what was never sampled."""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.evaluation.estimator import Estimate, Estimator
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.strata import Strata
from service.core.heads.head import Head
from service.core.targets.labels import Labels
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors

_NOWHERE = -1
"""The ordinal of an item of which heads can say nothing."""


@dataclass(frozen=True, eq=False)
class OpenQuestions:
    """Audit items of which the right answer isn't known."""

    ordinals: IntArray
    """(u,) rows of the vectors, or -1."""
    stratum: IntArray
    """(u,)"""

    @staticmethod
    def of(strata: Strata, ordinals: IntArray | None) -> "OpenQuestions":
        """Those that people could not answer; their ordinals stratum by stratum, if known."""
        stratum = np.repeat(np.arange(len(strata.sizes)), strata.unanswered)
        return OpenQuestions(
            np.full(len(stratum), _NOWHERE) if ordinals is None else ordinals, stratum
        )

    def and_without_vectors(self, labels: Labels, present: BoolArray) -> "OpenQuestions":
        """With audit items among `labels` that have no vector yet; `present` (N,) have one."""
        missing = labels.strata()[labels.measured() & ~present[labels.ordinals]]
        mask = (self.ordinals != _NOWHERE) & present[self.ordinals]
        return OpenQuestions(
            np.concatenate(
                [np.where(mask, self.ordinals, _NOWHERE), np.full(len(missing), _NOWHERE)]
            ),
            np.concatenate([self.stratum, missing]),
        )

    def per_stratum(self, strata: Strata) -> IntArray:
        """(H,) how many of them each has."""
        return np.bincount(self.stratum, minlength=len(strata.sizes))

    def confidence(
        self, vectors: Vectors, head: Head | None, targets: Targets, elsewhere: float
    ) -> FloatArray:
        """(u,) the head's, which predicts such `targets`; `elsewhere` where it can say nothing."""
        confidence = np.full(len(self.ordinals), elsewhere, dtype=np.float32)
        placed = self.ordinals != _NOWHERE
        if head is not None and placed.any():
            ordinals = self.ordinals[placed]
            P = head.probabilities(np.asarray(vectors[ordinals]), ordinals)
            confidence[placed] = targets.confidence(P)
        return confidence


def with_open_questions(
    estimator: Estimator,
    evidence: Evidence,
    *,
    unanswered: FloatArray,
    weights: DoubleArray,
    unknown: float = 0.0,
    level: float = 0.95,
) -> Estimate:
    """An estimate of the whole pool.

    unanswered (u,) the released head's confidence in audits that people could not answer, and
    `weights` (n + u,) for how many items each audit stands if these count too, they last: the
    interval reaches from all of them wrong to all of them right. `unknown` is the share of the pool
    in parts without an audit, where anything is possible.
    """
    estimate = estimator(evidence, level)
    low, high = estimate.low, estimate.high
    if len(unanswered):
        low = estimator(evidence.with_audits(False, unanswered, weights), level).low
        high = estimator(evidence.with_audits(True, unanswered, weights), level).high
    share = 1 - unknown
    return Estimate(
        estimate.value, share * min(low, estimate.low), share * max(high, estimate.high) + unknown
    )
