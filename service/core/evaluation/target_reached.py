"""Whether the released head has reached a target, said in a way that holds however often one looks.

An interval of one look promises nothing to somebody who looks after every label and stops at the
first good one. So there are few looks, each when there are half as many audits again as at the
last, and each is held to a boundary that all of them together pass by chance in one of ten
projects that have not reached their target.
"""

import math

from service.core.evaluation.estimators.calibrated import Score, falling_root
from service.core.evaluation.evidence import Evidence

FIRST_LOOK = 20
"""Audits, as many as the first figure needs."""
GROWTH = 1.5
BOUNDARY = 2.07
"""Standard errors. Of a random walk without drift, at its values after 20, 30, 45, ... 769 steps:
the 90 % quantile of the largest, in units of its standard deviation then (Pocock 1977, Group
sequential methods in the design and analysis of clinical trials). Heads that get better make it
safer: what falls short of the target now fell short by more before."""


def look_due(audits_before: int, audits: int) -> bool:
    """Whether a look falls due as the audits grow from one number to another."""
    return _looks(audits) > _looks(audits_before)


def is_reached(evidence: Evidence, target: float) -> bool:
    """Whether audits show, at a look, that a share `target` of the pool or more is right."""
    return len(evidence.audits) > 0 and standard_errors_above(evidence, target) >= BOUNDARY


def standard_errors_above(evidence: Evidence, target: float) -> float:
    """How far audits lie above what they would say if just a share `target` were right."""
    score = Score(evidence)
    shift = falling_root(lambda s: target - score.pool.right(score.slope, s))
    return score.z_of(shift) if math.isfinite(shift) else -shift


def _looks(audits: int) -> int:
    if audits < FIRST_LOOK:
        return 0
    return 1 + math.floor(math.log(audits / FIRST_LOOK) / math.log(GROWTH) + 1e-9)
