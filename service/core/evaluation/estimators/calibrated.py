"""The confidence of the whole pool, shifted until it agrees with the audits."""

import math
from collections.abc import Callable

import numpy as np
import scipy
from scipy.special import expit, ndtri

from service.core.arrays import DoubleArray
from service.core.evaluation.estimator import Estimate, register_estimator
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.recalibration import Levels, levels, recalibrated

_FURTHEST = 40.0
"""Shifts beyond: a pool that is all wrong, or all right."""


@register_estimator(
    "calibrated",
    version=1,
    citation="Lehtonen & Veijanen 1998; Wu & Sitter 2001; Wilson 1927; PPI++ 2023",
)
def calibrated(evidence: Evidence, level: float) -> Estimate:
    """The mean over the pool of p = expit(shift + slope x log odds), with the score interval.

    The slope is that of chosen labels, which no audit took part in. The shift is the one at which
    audits are right as often as p says: so the estimate is a difference estimator, p over the pool
    plus a mean residual over audits, which is 0 (logistic generalised regression: Lehtonen &
    Veijanen 1998; model calibration: Wu & Sitter 2001), and consistent whatever the slope. The
    interval holds every shift that audits don't reject: |mean residual| <= z root(mean of
    p (1 - p) / trials), all as it would be at that shift. With confidence that says nothing it is
    Wilson's. Unlike value +- z s it doesn't shrink to nothing where all audits are right.
    """
    score = ShiftScore(evidence)
    z = float(ndtri(0.5 + level / 2))
    return Estimate(score.share_at(0.0), score.share_at(z), score.share_at(-z))


class ShiftScore:
    """How far audits are from what a shift says of them, in standard errors."""

    def __init__(self, evidence: Evidence) -> None:
        self.pool: Levels = levels(evidence)
        self.slope = recalibrated(evidence.chosen).slope
        self.x = self.slope * evidence.audits.log_odds
        self.shares = evidence.shares
        # 1 - p where right, -p where wrong, without the rounding of 1 - p near 1.
        self.sign = np.where(evidence.audits.right, 1.0, -1.0)
        self.trials = evidence.trials

    def share_at(self, z: float) -> float:
        """The share of the pool that is right at the shift that lies z standard errors below."""
        return self.pool.right(self.slope, self.shift_at(z))

    def shift_at(self, z: float) -> float:
        """The shift that lies z standard errors below what audits say."""
        return falling_root(lambda shift: self.z_of(shift) - z)

    def z_of(self, shift: float) -> float:
        """How many standard errors audits are above what the shift says of them."""
        error = math.sqrt(self.pool.spread(self.slope, shift) / self.trials)
        return float(self.shares @ self.residuals(shift)) / error

    def residuals(self, shift: float) -> DoubleArray:
        """(n,) right, 1 or 0, less what the shift says of each audit."""
        residuals: DoubleArray = self.sign * expit(-self.sign * (shift + self.x))
        return residuals


def falling_root(falling: Callable[[float], float]) -> float:
    """Where a function of the shift that falls is 0; its end where it isn't."""
    if falling(-_FURTHEST) <= 0:
        return -np.inf
    if falling(_FURTHEST) >= 0:
        return np.inf
    return float(scipy.optimize.brentq(falling, -_FURTHEST, _FURTHEST, xtol=1e-6))
