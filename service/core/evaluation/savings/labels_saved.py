"""How many labels random sampling would have needed to be as right as the released head."""

import math
from dataclasses import dataclass

import scipy
from scipy.special import ndtri

from service.core.evaluation.estimators.calibrated import ShiftScore
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.savings.random_curve import (
    FURTHEST,
    ON_PUBLIC_SETS,
    FallingError,
    MeasuredRandomCurve,
)
from service.kit.reasons import Reason, ReasonCode, reason

LEVEL = 0.95
MOST_ALIKE = 0.9
"""Correlation of the two heads' errors that is reckoned with at most."""


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
    extrapolated: bool
    """More labels than heads could be trained on: continued, not measured."""
    upper: int | None
    """One-sided 95 % upper bound; None where nothing is claimed above, or of earlier versions."""


@dataclass(frozen=True)
class Saving:
    """Labels saved, as far as they can be told."""

    found: LabelsSaved | None
    reason: Reason | None
    """Why there is none, or why not more are claimed."""


def labels_saved(
    ours: Evidence,
    random: MeasuredRandomCurve,
    *,
    spent: int,
    n_items: int,
    falling: FallingError = ON_PUBLIC_SETS,
) -> Saving:
    """From what is known of the released head, and of heads that learnt from audit items alone.

    Both are scored on the same audit items: what makes an item hard is hard for both. The bound
    is the smallest number of labels that audit items and what is known of falling errors don't
    reject as one at which random sampling is as right as the released head; the upper bound is the
    largest. No number is above 10 times what the random heads learnt from, nor above the
    `n_items` of the pool.
    """
    if random.evidence is None:
        return Saving(None, random.reason)
    heads, learnt_from = _Heads(ours, random.evidence, falling), random.learnt_from
    horizon = int(FURTHEST * learnt_from)
    most = min(horizon, n_items)
    lower = int(learnt_from * heads.factor_at(float(ndtri(LEVEL))))
    upper = int(learnt_from * heads.factor_at(-float(ndtri(LEVEL))))
    estimate = round(learnt_from * falling.factor_to(heads.share_left))
    is_open = n_items > horizon
    saved = LabelsSaved(
        at_labels=spent,
        lower=min(lower, most) - spent,
        estimate=min(estimate, most) - spent,
        extrapolated=estimate > learnt_from,
        upper=None if is_open and upper >= horizon else min(upper, most) - spent,
    )
    if estimate < horizon or not is_open:
        return Saving(saved, None)
    return Saving(saved, reason(ReasonCode.SAVED_AT_MOST, labels=horizon))


class _Heads:
    """The released head beside a head that learnt from random labels."""

    def __init__(self, ours: Evidence, random: Evidence, falling: FallingError) -> None:
        self.falling = falling
        self.ours, self.random = ShiftScore(ours), ShiftScore(random)
        shift = self.random.shift_at(0.0)
        self.error = 1 - self.random.pool.right(self.random.slope, shift)
        self.residuals = self.random.residuals(shift)
        self.spread = self.random.pool.spread(self.random.slope, shift)

    @property
    def share_left(self) -> float:
        """Our error in shares of that of random sampling."""
        return (1 - self.ours.share_at(0.0)) / max(self.error, 1e-9)

    def factor_at(self, z: float) -> float:
        """How many times the labels random sampling has where we are z standard errors better."""
        most = math.log(FURTHEST)
        if self.z_of(FURTHEST) >= z:
            return FURTHEST
        if self.z_of(1 / FURTHEST) <= z:
            return 1 / FURTHEST
        return math.exp(
            scipy.optimize.brentq(lambda x: self.z_of(math.exp(x)) - z, -most, most, xtol=1e-4)
        )

    def z_of(self, factor: float) -> float:
        """By how many standard errors we are better than random with `factor` times the labels.

        A score test: our residuals, and their spread, are those of a head just as right as random
        sampling would be. Whatever is wrong by chance in both counts once.
        """
        left = self.falling.share_left(factor)
        error = left * self.error
        shift = self.ours.shift_to(1 - error)
        own = self.ours.residuals(shift)
        spread = self.ours.pool.spread(self.ours.slope, shift)
        most_alike = MOST_ALIKE * math.sqrt(spread * self.spread)
        alike = min(float(self.ours.shares @ (own * self.residuals)), most_alike)
        variance = (spread + left**2 * self.spread - 2 * left * alike) / self.ours.trials
        variance += (error * self.falling.uncertainty(factor)) ** 2
        return float(self.ours.shares @ own) / math.sqrt(max(variance, 1e-12))
