"""How many labels random sampling would have needed to be as right as the released head."""

import math
from dataclasses import dataclass, replace

import numpy as np
from scipy.special import expit

from service.core.arrays import DoubleArray
from service.core.evaluation.estimators.calibrated import ShiftScore
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.savings.random_curve import FALLS, MeasuredRandomCurve
from service.core.heads.learner import PLAIN
from service.kit.reasons import Reason

LEVEL = 0.95
LIKELY = 0.8
RANGES_HOLD = frozenset({PLAIN})
"""Heads of which the ranges were found to hold. Those of the mixture end too low: it saved more in
11 of 42 looks, and never less than the lower bound (benchmarks/findings/0045)."""
MOST_ALIKE = 0.9
"""Correlation of the two heads' errors that is reckoned with at most."""
CENTRE, SCALE, FREEDOM = 0.3, 0.6, 3.0
"""What is believed before anything is measured: Student's t of the logarithm of how many times the
labels given random sampling needs. Campaigns on public sets, of `auto` and random ones."""
_TIMES = np.linspace(-math.log(40), math.log(40), 149)
"""(T,) of that logarithm: what is believed to lie beyond is one part in three hundred."""
_LUCK = np.linspace(-2.6, 2.6, 27)
"""(Z,) standard errors by which audits may flatter the heads of random sampling."""
_SHIFTS = np.linspace(9.0, -9.0, 91)
_LEAST_ERROR = 2e-3


@dataclass(frozen=True)
class LabelsSaved:
    """Labels random sampling would have needed, less labels spent, audit labels included.

    Below 0: with as many labels, or fewer, random sampling might have done as well.
    """

    at_labels: int
    """Spent."""
    lower: int
    """One-sided 95 % lower bound."""
    estimate: int
    """As likely too low as too high."""
    extrapolated: bool
    """More labels than heads could be trained on: continued, not measured."""
    upper: int | None
    """One-sided 95 % upper bound. None where the ranges don't hold, and of earlier versions."""
    low: int | None
    high: int | None
    """The ends of the 95 % range."""
    likely_low: int | None
    likely_high: int | None
    """Of the 80 % range."""

    @property
    def bounded_below(self) -> "LabelsSaved":
        """How little it may be, and nothing of how much."""
        return replace(self, upper=None, low=None, high=None, likely_low=None, likely_high=None)


@dataclass(frozen=True)
class Saving:
    """Labels saved, as far as they can be told."""

    labels: LabelsSaved | None
    reason: Reason | None
    """Why there is none."""

    def with_head(self, name: str) -> "Saving":
        """What of it was found to hold with heads of a kind, name@version."""
        if self.labels is None or name in RANGES_HOLD:
            return self
        return replace(self, labels=self.labels.bounded_below)


def labels_saved(
    ours: Evidence,
    random: MeasuredRandomCurve,
    *,
    spent: int,
    n_items: int,
    falls: DoubleArray = FALLS,
) -> Saving:
    """From what is known of the released head, and of heads that learnt from audit items alone.

    Both are scored on the same audit items: what makes an item hard is hard for both. How much
    random sampling's error falls from those few labels to as many as were given isn't measured:
    all `falls` are as likely. No number is above the `n_items` of the pool.
    """
    if random.evidence is None:
        return Saving(None, random.reason)
    chances = _chances(ours, random.evidence, spent / random.learnt_from, falls)
    below = np.cumsum(chances) - chances / 2

    def saved(share: float) -> int:
        needed = spent * math.exp(np.interp(share, below, _TIMES))
        return round(min(needed, n_items)) - spent

    outside, beyond = (1 - LEVEL) / 2, (1 - LIKELY) / 2
    estimate = saved(0.5)
    return Saving(
        LabelsSaved(
            at_labels=spent,
            lower=saved(1 - LEVEL),
            estimate=estimate,
            extrapolated=estimate + spent > random.learnt_from,
            upper=saved(LEVEL),
            low=saved(outside),
            high=saved(1 - outside),
            likely_low=saved(beyond),
            likely_high=saved(1 - beyond),
        ),
        None,
    )


def _chances(ours: Evidence, random: Evidence, growth: float, falls: DoubleArray) -> DoubleArray:
    """(T,) how likely it is that random sampling needs so many times the labels; they sum to 1.

    `growth` is the labels given in times of those of random's heads. By Bayes: a fall of the error,
    luck of random's heads on the audits and a number of labels say how often we are wrong, and our
    own audits how likely that is, knowing how lucky random's heads were on the same ones.
    """
    own, other = _Scores(ours), _Scores(random)
    alike = own.alike(other)
    fall = -falls[:, None, None] * (_TIMES + math.log(growth))
    error = other.log_error_at(_LUCK)[:, None] + fall
    off = own.z_at(error) - alike * _LUCK[:, None]
    fit = -(off**2) / (1 - alike**2) / 2 - _LUCK[:, None] ** 2 / 2
    fit += -(FREEDOM + 1) / 2 * np.log1p(((_TIMES - CENTRE) / SCALE) ** 2 / FREEDOM)
    chances: DoubleArray = np.exp(fit - fit.max()).sum(axis=(0, 1))
    chances /= chances.sum()
    return chances


class _Scores:
    """How far audits are from what each error of a head says of them, in standard errors."""

    def __init__(self, evidence: Evidence) -> None:
        score = ShiftScore(evidence)
        right = expit(_SHIFTS[:, None] + score.slope * score.pool.at)
        spread = (right * (1 - right)) @ score.pool.shares
        residuals = score.sign * expit(-score.sign * (_SHIFTS[:, None] + score.x))
        z = (residuals @ score.shares) / np.sqrt(np.maximum(spread, 1e-12) / score.trials)
        best = int(np.abs(z).argmin())
        self.log_error = np.log(np.maximum(1 - right @ score.pool.shares, _LEAST_ERROR))
        self.z = np.maximum.accumulate(z)
        self.shares, self.residuals, self.spread = score.shares, residuals[best], spread[best]

    def alike(self, other: "_Scores") -> float:
        """The correlation of what is wrong by chance in both."""
        covariance = float(self.shares @ (self.residuals * other.residuals))
        both = math.sqrt(max(self.spread * other.spread, 1e-12))
        return min(max(covariance / both, 0.0), MOST_ALIKE)

    def z_at(self, log_error: DoubleArray) -> DoubleArray:
        z: DoubleArray = np.interp(log_error, self.log_error, self.z)
        return z

    def log_error_at(self, z: DoubleArray) -> DoubleArray:
        log_error: DoubleArray = np.interp(z, self.z, self.log_error)
        return log_error
