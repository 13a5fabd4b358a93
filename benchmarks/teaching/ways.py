"""Ways to tell today's accuracy where audits have taught, each from a look and earlier scores."""

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np
from scipy.optimize import brentq, minimize_scalar
from scipy.special import expit

from benchmarks.contenders.audits_alone import AUDITS
from benchmarks.estimates.record import Look
from benchmarks.estimates.trial import evidence_of
from benchmarks.teaching.campaign import Past
from service.core.arrays import DoubleArray
from service.core.evaluation.estimator import Estimate, find_estimator
from service.core.evaluation.estimators.calibrated import ShiftScore
from service.core.evaluation.evidence import Evidence, UnseenPredictions
from service.core.evaluation.measure import ESTIMATOR, LEVEL
from service.core.evaluation.recalibration import levels, recalibrated

Way = Callable[[Look, Past], Estimate]

DRIFT = 0.5
"""Standard deviation of how far the calibration's shift moves while labels grow e-fold."""
_FIRST = 10
_LEAST_SLOPE = 0.05
_FURTHEST, _STEEPEST = 30.0, 5.0
_DEVIANCE = 3.841
"""Of 95 %, one degree of freedom."""


def cross_fitted(look: Look, _past: Past) -> Estimate:
    """As today: by heads of today that leave out a sixth of the audits."""
    return find_estimator(ESTIMATOR)(evidence_of(look), LEVEL)


def of_the_past(look: Look, past: Past) -> Estimate:
    """The share of audits that the heads of their day got right: what they were worth."""
    return AUDITS(_evidence(look, past), LEVEL)


def of_late(look: Look, past: Past) -> Estimate:
    """The same, an audit counting as much as its head had labels."""
    return AUDITS(_late(look, past), LEVEL)


def shifted(look: Look, past: Past) -> Estimate:
    """Today's confidence in the pool, put right by what audits said of the heads of their day.

    Right where heads stay as well calibrated as they were: the difference estimator with earlier
    residuals.
    """
    return find_estimator(ESTIMATOR)(_evidence(look, past), LEVEL)


def shifted_late(look: Look, past: Past) -> Estimate:
    """The same, an audit counting as much as its head had labels."""
    return find_estimator(ESTIMATOR)(_late(look, past), LEVEL)


def drifting(look: Look, past: Past) -> Estimate:
    """The same, with a shift that moves with the logarithm of labels, believed to move little."""
    age = np.log((look.labels + _FIRST) / (past.labels + _FIRST))
    return _moving(_evidence(look, past), age, Belief(0.0, DRIFT))


def holed(look: Look, past: Past) -> Estimate:
    """By heads of today, as `cross_fitted`, that know an audit's surroundings worse than others'.

    What is asked after an audit has taught keeps away from it. So heads that leave it out are right
    the less often, the more was asked since: how much is believed, from other data sets. The
    believed mean is taken off each audit's log odds, and audits count for less by the variance.
    """
    evidence = evidence_of(look)
    drawn = np.zeros(look.audits)
    drawn[look.audits - len(past.labels) :] = past.labels  # the first had no head before them
    age = 1 - drawn / look.labels
    slope = max(recalibrated(evidence.chosen).slope, _LEAST_SLOPE)
    confidence = expit(evidence.audits.log_odds + HOLE.mean * age / slope).astype(np.float32)
    audits = UnseenPredictions(evidence.audits.right, confidence)
    score = ShiftScore(replace(evidence, audits=audits))
    information = evidence.trials * score.pool.spread(score.slope, score.shift_at(0.0))
    unsure = 1 + information * (age.mean() * HOLE.deviation) ** 2
    widened = _Widened(audits, evidence.chosen, evidence.pool, evidence.n_items, unsure=unsure)
    return find_estimator(ESTIMATOR)(widened, LEVEL)


@dataclass(frozen=True, eq=False)
class _Widened(Evidence):
    """Audits that tell less than as many others would."""

    unsure: float = 1.0

    @property
    def trials(self) -> float:
        return super().trials / self.unsure


@dataclass(frozen=True)
class Belief:
    """In how far the shift of the calibration moves with age, in log odds."""

    mean: float
    deviation: float


HOLE = Belief(-0.4, 0.3)
"""Where all labels came after the audit. Chosen on seeds 0 to 4 with logistic regression."""


def _moving(evidence: Evidence, age: DoubleArray, belief: Belief) -> Estimate:
    """With every shift of today that audits and belief don't reject, however it moved."""
    slope = recalibrated(evidence.chosen).slope
    sign = np.where(evidence.audits.right, 1.0, -1.0)
    low, best, high = _Moving(slope * evidence.audits.log_odds, sign, age, belief).shifts()
    pool = levels(evidence)
    return Estimate(*(pool.right(slope, shift) for shift in (best, low, high)))


@dataclass(frozen=True, eq=False)
class _Moving:
    x: DoubleArray
    """(n,) log odds of confidence, times the slope."""
    sign: DoubleArray
    """(n,) 1 where right, -1 where wrong."""
    age: DoubleArray
    """(n,) 0 is today."""
    belief: Belief

    def deviance(self, shift: float) -> float:
        """Of the likeliest movement."""

        def at(moved: float) -> float:
            odds = self.sign * (shift + moved * self.age + self.x)
            misfit = (moved - self.belief.mean) / self.belief.deviation
            return float(2 * np.logaddexp(0.0, -odds).sum() + misfit**2)

        return float(minimize_scalar(at, bounds=(-_STEEPEST, _STEEPEST), method="bounded").fun)

    def shifts(self) -> tuple[float, float, float]:
        """The lowest that isn't rejected, the likeliest, and the highest."""
        bounds = (-_FURTHEST, _FURTHEST)
        best = minimize_scalar(self.deviance, bounds=bounds, method="bounded")

        def beyond(shift: float) -> float:
            return self.deviance(shift) - float(best.fun) - _DEVIANCE

        low, high = (
            float(brentq(beyond, best.x, end)) if beyond(end) > 0 else end for end in bounds
        )
        return low, float(best.x), high


def _evidence(look: Look, past: Past) -> Evidence:
    audits = UnseenPredictions(past.right, past.confidence)
    return replace(evidence_of(look), audits=audits, pool=look.released_confidence)


def _late(look: Look, past: Past) -> Evidence:
    return replace(_evidence(look, past), weights=past.labels.astype(np.float64))


WAYS: dict[str, Way] = {
    "cross-fitted": cross_fitted,
    "holed": holed,
    "past": of_the_past,
    "past, late": of_late,
    "shifted": shifted,
    "shifted, late": shifted_late,
    "drifting": drifting,
}
