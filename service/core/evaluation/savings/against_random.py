"""A released head held against random sampling: what is believed of both, by the same audits."""

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np
from scipy.special import expit

from service.core.arrays import DoubleArray
from service.core.evaluation.estimators.calibrated import ShiftScore
from service.core.evaluation.evidence import Evidence

FURTHEST = 10.0
"""Times the labels of random's heads: the curve of random sampling isn't drawn beyond."""
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
MOST_ALIKE = 0.9
"""Correlation of the two heads' errors that is reckoned with at most."""
CENTRE, SCALE, FREEDOM = 0.3, 0.6, 3.0
"""What is believed before anything is measured: Student's t of the logarithm of how many times the
labels given random sampling needs. Campaigns on public sets, of `auto` and random ones."""
OUTSIDE = 0.025
"""What is believed to lie below a band, and above it."""
_TIMES = np.linspace(-math.log(40), math.log(40), 149)
"""(T,) of that logarithm: what is believed to lie beyond is one part in three hundred."""
_LUCK = np.linspace(-2.6, 2.6, 27)
"""(Z,) standard errors by which audits may flatter the heads of random sampling."""
_SHIFTS = np.linspace(9.0, -9.0, 91)
_LEAST_ERROR = 2e-3


@dataclass(frozen=True)
class RandomPoint:
    """The accuracy that random sampling would have reached with this number of labels."""

    labels: int
    estimate: float
    low: float
    high: float
    extrapolated: bool
    """More labels than heads could be trained on: continued, not measured."""


@dataclass(frozen=True, eq=False)
class AgainstRandom:
    """What audits say of the released head and of heads that learnt from audits alone.

    Both are scored on the same audits: what makes an item hard is hard for both. How much random
    sampling's error falls from `learnt_from` labels to as many as were given isn't measured: all
    `falls` are as likely. By Bayes a fall of the error, luck of random's heads on the audits and a
    number of labels say how often the released head is wrong, and its own audits how likely that
    is, knowing how lucky random's heads were on the same ones.
    """

    own: "AuditScores"
    other: "AuditScores"
    learnt_from: int
    """Labels of random's heads."""
    spent: int
    """Labels given."""
    falls: DoubleArray

    @classmethod
    def of(
        cls,
        ours: Evidence,
        random: Evidence,
        *,
        learnt_from: int,
        spent: int,
        falls: DoubleArray = FALLS,
    ) -> "AgainstRandom":
        return cls(AuditScores.of(ours), AuditScores.of(random), learnt_from, spent, falls)

    def with_audits(self, times: float) -> "AgainstRandom":
        """As it would be with so many times the audits, were ours right as often.

        Random's heads would learn from as many times the labels, and be better by the usual fall.
        """
        other = self.other.with_audits(times)
        better = float(np.median(self.falls)) * math.log(times)
        return replace(
            self,
            own=self.own.with_audits(times),
            other=replace(other, log_error=other.log_error - better),
            learnt_from=round(self.learnt_from * times),
        )

    def labels_needed(self, shares: Sequence[float]) -> list[float]:
        """By random sampling for the error of the released head; one is below with each share."""
        chances = self._chances.sum(axis=(0, 1))
        times = np.interp(shares, np.cumsum(chances) - chances / 2, _TIMES)
        return [self.spent * math.exp(each) for each in times]

    def random_curve(self) -> list[RandomPoint]:
        """By the labels of random's heads, twice that, ... and the labels spent, as far as anything
        is said."""
        end = max(min(self.spent, int(self.learnt_from * FURTHEST)), self.learnt_from)
        doubled = (self.learnt_from * 2**j for j in range(30))
        return [self.random_point(n) for n in (*(n for n in doubled if n < end), end)]

    def random_point(self, labels: int) -> RandomPoint:
        """The accuracy of random sampling by so many labels, with its 95 % band."""
        fall = self.falls * math.log(labels / self.learnt_from)
        log_error = self.other.log_error_at(_LUCK) - fall[:, None]
        order = np.argsort(log_error, axis=None)
        chances = self._chances.sum(axis=2).ravel()[order]
        shares = [1 - OUTSIDE, 0.5, OUTSIDE]
        errors = np.interp(shares, np.cumsum(chances) - chances / 2, log_error.ravel()[order])
        low, estimate, high = 1 - np.exp(errors)
        return RandomPoint(
            labels, float(estimate), float(low), float(high), labels > self.learnt_from
        )

    @cached_property
    def _chances(self) -> DoubleArray:
        """(C, Z, T) how likely each fall, luck and number of times the labels is; they sum to 1."""
        alike = self.own.alike(self.other)
        growth = math.log(self.spent / self.learnt_from)
        fall = -self.falls[:, None, None] * (_TIMES + growth)
        error = self.other.log_error_at(_LUCK)[:, None] + fall
        off = self.own.z_at(error) - alike * _LUCK[:, None]
        fit = -(off**2) / (1 - alike**2) / 2 - _LUCK[:, None] ** 2 / 2
        fit += -(FREEDOM + 1) / 2 * np.log1p(((_TIMES - CENTRE) / SCALE) ** 2 / FREEDOM)
        chances: DoubleArray = np.exp(fit - fit.max())
        chances /= chances.sum()
        return chances


@dataclass(frozen=True, eq=False)
class AuditScores:
    """How far audits are from what each error of a head says of them, in standard errors."""

    log_error: DoubleArray
    """(S,) falling."""
    z: DoubleArray
    """(S,) rising."""
    shares: DoubleArray
    """(n,) how much each audit counts."""
    residuals: DoubleArray
    """(n,)"""
    spread: float

    @classmethod
    def of(cls, evidence: Evidence) -> "AuditScores":
        score = ShiftScore(evidence)
        right = expit(_SHIFTS[:, None] + score.slope * score.pool.at)
        spread = (right * (1 - right)) @ score.pool.shares
        residuals = score.sign * expit(-score.sign * (_SHIFTS[:, None] + score.x))
        z = (residuals @ score.shares) / np.sqrt(np.maximum(spread, 1e-12) / score.trials)
        best = int(np.abs(z).argmin())
        return cls(
            log_error=np.log(np.maximum(1 - right @ score.pool.shares, _LEAST_ERROR)),
            z=np.maximum.accumulate(z),
            shares=score.shares,
            residuals=residuals[best],
            spread=float(spread[best]),
        )

    def with_audits(self, times: float) -> "AuditScores":
        return replace(self, z=self.z * math.sqrt(times))

    def alike(self, other: "AuditScores") -> float:
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
