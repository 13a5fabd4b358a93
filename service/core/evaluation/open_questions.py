"""Estimates that leave room for what nobody answered, and for what was never sampled."""

from service.core.arrays import DoubleArray, FloatArray
from service.core.evaluation.estimator import Estimate, Estimator
from service.core.evaluation.evidence import Evidence


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
    `weights` (u,) for how many items each stands: the interval reaches from all of them wrong to
    all of them right. `unknown` is the share of the pool in parts without an audit, where anything
    is possible.
    """
    found = estimator(evidence, level)
    low, high = found.low, found.high
    if len(unanswered):
        low = estimator(evidence.with_audits(False, unanswered, weights), level).low
        high = estimator(evidence.with_audits(True, unanswered, weights), level).high
    known = 1 - unknown
    return Estimate(
        found.value, known * min(low, found.low), known * max(high, found.high) + unknown
    )
