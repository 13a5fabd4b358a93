"""Where accuracy may be with more labels: learning curves that agree with what was measured."""

import math
from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from service.core.arrays import DoubleArray, IntArray
from service.core.evaluation.estimators.calibrated import ShiftScore
from service.core.evaluation.evidence import Evidence
from service.core.evaluation.savings.earlier_heads import FEWEST, EarlierHeads
from service.kit.reasons import Reason, ReasonCode, reason

FURTHEST = 5
"""Times today's labels: further no curve is continued."""
STEPS_PER_DOUBLING = 4
DRAWS = 4_000
QUANTILES = np.linspace(0.0, 1.0, 21)
ROUGHNESS = 0.01
"""Standard deviation of a head's accuracy around a smooth curve."""
_FURTHEST_Z = 4.0
# Keeps these draws apart from the other draws of the same round.
_PURPOSE = 0x464F5245

Curves = Callable[[float], DoubleArray]
"""labels -> (DRAWS,) accuracy"""
Level = Callable[[float], float]
"""standard errors -> what is possible so far below the estimate"""


@dataclass(frozen=True)
class Shape:
    """What is believed of curves before anything is measured."""

    exponents: tuple[float, float]
    """Of the families."""
    may_fall: float
    """Standard errors by which today's head may look worse than the first earlier one: it is
    chance, and the curve is continued."""


OF_ONE_CLASS = Shape(exponents=(0.3, 1.5), may_fall=1.0)
OF_SETS = Shape(exponents=(0.05, 0.8), may_fall=0.0)
"""Where rows have sets of classes: their error falls more slowly."""


@dataclass(frozen=True, eq=False)
class Outlook:
    """The distribution of accuracy at some numbers of labels.

    Curves rise, so that they have reached a target by n labels just if they are above it at n:
    these distributions say when any target is reached, and the curves themselves can be forgotten.
    """

    labels: DoubleArray
    """(G,) ascending, from today's to 5 times that, or to the whole pool."""
    quantiles: DoubleArray
    """(G, 21) of accuracy, from 0 to 100 % in steps of 5 %."""

    def at(self, share: float) -> DoubleArray:
        """(G,) the accuracy below which that share of the curves lies."""
        return np.array([np.interp(share, QUANTILES, row) for row in self.quantiles])

    def reached(self, target: float) -> DoubleArray:
        """(G,) the probability that the target is reached by then; it doesn't fall."""
        shares = [1 - np.interp(target, row, QUANTILES) for row in self.quantiles]
        return np.maximum.accumulate(np.array(shares))


def outlook(
    evidence: Evidence,
    earlier: EarlierHeads | None,
    n_labels: int,
    *,
    share_at: Level | None = None,
    shape: Shape = OF_ONE_CLASS,
    seed: int,
    round_number: int,
) -> Outlook | Reason:
    """What curves are still possible, or why nothing can be said of them.

    The level of today is what the audits leave possible: `share_at`, by default `calibrated`, its
    intervals at all levels as a distribution (Schweder & Hjort 2016, Confidence, likelihood,
    probability). Shapes are drawn
    from the two families that fit learning curves best, POW4 and MMF4 (Mohr et al. 2022, LCDB 1.0;
    Viering & Loog 2023, The shape of learning curves), and count by how well they explain what
    today's head has gained on earlier ones, all scored on the same audits: what makes an audit hard
    is hard for all of them, so differences are known better than levels. A curve that audits have
    seen fall, by more than chance, is not continued.
    """
    if earlier is None:
        few = ReasonCode.FEW_LABELS_TO_FORECAST
        return reason(few, labels=len(evidence.chosen), needed=FEWEST)
    gains, covariance = earlier.gains(evidence), _covariance(earlier, evidence)
    if gains[0] < -shape.may_fall * math.sqrt(covariance[0, 0]):
        return reason(ReasonCode.CURVE_NOT_RISING)
    rng = np.random.default_rng([seed, round_number, _PURPOSE])
    levels = _levels(share_at or ShiftScore(evidence).share_at, rng)
    curves = _possible(levels, n_labels, shape.exponents, rng)
    weights = _agreement(curves, earlier.labels, gains, covariance)
    doublings = math.log2(max(min(FURTHEST, evidence.n_items / n_labels), 1.0))
    count = math.ceil(doublings * STEPS_PER_DOUBLING)
    labels = n_labels * 2.0 ** np.linspace(0, doublings, count + 1)
    return Outlook(labels, np.array([_quantiles(curves(m), weights) for m in labels]))


def _levels(share_at: Level, rng: np.random.Generator) -> DoubleArray:
    """(DRAWS,) shares of the pool that today's head may get right."""
    z = np.linspace(-_FURTHEST_Z, _FURTHEST_Z, 33)
    shares = [share_at(-each) for each in z]
    drawn: DoubleArray = np.interp(rng.standard_normal(DRAWS), z, shares)
    return drawn


def _possible(
    level: DoubleArray, n_labels: int, exponents: tuple[float, float], rng: np.random.Generator
) -> Curves:
    """Curves through `level` (DRAWS,) at today's labels, half of each family.

    Both are level + reducible (1 - h), with h 1 today and 0 after labels without end: POW4 has h
    proportional to (x + d)^-c, MMF4 to 1 / (d + x^c); x in times of today's labels. Any share of
    today's errors may be reducible, all are as likely.
    """
    reducible = rng.random(DRAWS) * (1 - level)
    c, d = rng.uniform(*exponents, DRAWS), rng.uniform(0.0, 1.0, DRAWS)
    is_power = np.arange(DRAWS) % 2 == 0

    def at(labels: float) -> DoubleArray:
        x = labels / n_labels
        left = np.where(is_power, ((1 + d) / (x + d)) ** c, (1 + d) / (x**c + d))
        accuracy: DoubleArray = level + reducible * (1 - left)
        return accuracy

    return at


def _covariance(earlier: EarlierHeads, evidence: Evidence) -> DoubleArray:
    """(K, K) of the gains, as means over audits.

    With a wrong audit more, so that nothing is certain where all heads agree.
    """
    off = earlier.gained_by_audit - earlier.gains(evidence)[:, None]
    scatter = (off * evidence.shares) @ off.T + np.eye(len(off)) / evidence.trials
    covariance: DoubleArray = scatter / evidence.trials
    return covariance


def _agreement(
    curves: Curves, labels: IntArray, gains: DoubleArray, covariance: DoubleArray
) -> DoubleArray:
    """(DRAWS,) how much each curve counts; they sum to 1.

    The likelihood of the gains (K,) as normal, of the last head of `labels` (K + 1,) on the others.
    """
    # All gains are up to the roughness of today's head, each to that of its own.
    rough = ROUGHNESS**2 * (1 + np.eye(len(gains)))
    today = curves(float(labels[-1]))
    expected = np.array([today - curves(float(m)) for m in labels[:-1]])
    residual = expected - gains[:, None]
    distance = np.sum(residual * np.linalg.solve(covariance + rough, residual), axis=0)
    weights: DoubleArray = np.exp(-(distance - distance.min()) / 2)
    weights /= weights.sum()
    return weights


def _quantiles(values: DoubleArray, weights: DoubleArray) -> DoubleArray:
    """(21,)"""
    order = np.argsort(values)
    below = np.cumsum(weights[order]) - weights[order] / 2
    quantiles: DoubleArray = np.interp(QUANTILES, below, values[order])
    return quantiles
