"""As `calibrated`, with an interval that is shorter where chosen labels are near the truth."""

import math
from functools import cache

import numpy as np
from scipy.special import expit, ndtri

from service.core.arrays import DoubleArray
from service.core.evaluation.estimator import Estimate, register_estimator
from service.core.evaluation.estimators.calibrated import ShiftScore, falling_root
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.recalibration import recalibrated

ENOUGH_TO_LEAN = 1.0
"""Information on the shift, trials x p (1 - p), below which both sides count alike. With a wrong
audit or two expected a tail is too coarse to be uneven: intervals held 87 times in 100."""
BELIEVED_WITHIN = 0.5
"""Standard deviation of the pool's shift around that of chosen labels, in log odds."""
_LEAST_SHARE = 30.0
"""In log odds: how one-sided a test may get."""
_STEPS = 3_001


@register_estimator(
    "assisted",
    version=1,
    citation="Yu & Hoff 2018, Biometrika 105(2); Pratt 1961; and that of calibrated",
)
def assisted(evidence: Evidence, level: float) -> Estimate:
    """The value of `calibrated`; the interval that Bayes would choose among those that hold.

    Every shift is tested by audits at the same level, but the level is divided unevenly between
    the two ways to be wrong: a shift above the one that chosen labels advise is rejected sooner
    when audits are below it, and one below when they are above. The interval holds as often as any,
    whatever is believed, and is shorter by up to a sixth where belief is right, longer where it
    is not. So chosen labels, and where they are few the head's own confidence, can be borrowed
    from without a test of whether they may be.
    """
    score = ShiftScore(evidence)
    belief = recalibrated(evidence.chosen).shift
    information = evidence.trials * score.pool.spread(score.slope, belief)
    deviation = 1 / math.sqrt(max(information, 1e-12))
    alpha = 1 - level

    def upper_share(shift: float) -> float:
        if information < ENOUGH_TO_LEAN:
            return 0.5
        wanted = 2 * deviation * (shift - belief) / BELIEVED_WITHIN**2
        return _share_of_level(wanted, alpha)

    low = falling_root(lambda s: score.z_of(s) - _quantile(alpha * (1 - upper_share(s))))
    high = falling_root(lambda s: score.z_of(s) + _quantile(alpha * upper_share(s)))
    return Estimate(
        score.share_at(0.0),
        score.pool.right(score.slope, low),
        score.pool.right(score.slope, high),
    )


def _quantile(tail: float) -> float:
    return -float(ndtri(tail))


def _share_of_level(wanted: float, alpha: float) -> float:
    """The share w of alpha for which z(alpha w) - z(alpha (1 - w)) is `wanted`."""
    logit, difference = _table(alpha)
    return float(expit(np.interp(wanted, difference, logit)))


@cache
def _table(alpha: float) -> tuple[DoubleArray, DoubleArray]:
    logit = np.linspace(-_LEAST_SHARE, _LEAST_SHARE, _STEPS)
    return logit, ndtri(alpha * expit(logit)) - ndtri(alpha * expit(-logit))
