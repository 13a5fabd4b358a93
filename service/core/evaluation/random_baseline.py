"""What random sampling would have reached, read off the audit items, and the labels it would need.

Audit items are a random sample, so heads trained on subsets of them are the learning curve of
random sampling, at no cost in labels.
"""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, IntArray
from service.core.evaluation.measure import MOST_UNKNOWN
from service.core.evaluation.strata import Strata, in_proportion, largest_subset, share_of_pool
from service.core.heads.logistic import fit_logistic
from service.core.heads.reduce_dimensions import reduce_dimensions
from service.core.labels import Labels
from service.core.matrix import Vectors
from service.core.one_class import class_of_each
from service.reasons import Reason, ReasonCode, reason

ENOUGH_TO_COMPARE = 30
"""Audit items for labels saved: more than a figure needs, it is a curve that is read off them."""
RISING = 0.95
"""The share of draws in which the curve must rise: the level of the bound."""
MOST_SAVED = 3
"""Times the labels given: what goes beyond is extrapolated further than it was ever tried."""
# Before a head has seen two labels per class the curve bends upwards, and whatever is fitted to
# it promises random sampling too little: on banking77 it "saved" labels in 29 of 30 random runs.
LABELS_PER_CLASS = 2
HALVINGS = 4
REPEATS = 10
BOOTSTRAP = 400
EXPONENTS = np.linspace(0.1, 1.0, 19)
# Keeps these draws apart from the other draws of the same round.
_PURPOSE = 0x52414E44


@dataclass(frozen=True)
class RandomPoint:
    """The accuracy that random sampling would have had."""

    labels: int
    estimate: float
    low: float
    high: float
    extrapolated: bool
    """More labels than heads could be trained on: read off the fitted curve, not measured."""


@dataclass(frozen=True)
class LabelsSaved:
    """Labels random sampling would have needed, less labels spent, audit labels included."""

    lower: int
    """One-sided 95 % lower bound; 0 or less: not distinguishable from random."""
    estimate: int
    """Neither is more than three times the labels spent."""
    extrapolated: bool


@dataclass(frozen=True)
class RandomBaseline:
    points: list[RandomPoint]
    labels_saved: LabelsSaved | None
    reason: Reason | None
    """Why there are no points, no labels saved, or why not more of them are claimed."""
    enough: int
    """Audit items that labels saved need, from the classes seen so far."""


def random_baseline(
    vectors: Vectors,
    labels: Labels,
    correct: BoolArray,
    *,
    n_classes: int,
    n_items: int,
    seed: int,
    round_number: int,
    strata: Strata | None = None,
) -> RandomBaseline:
    """The learning curve of random sampling, and how many labels it would have needed.

    correct (n_audit,) whether the released head was right on each audit item, cross-fitted, in
    the order of `labels`; n_items in the pool, more than which nobody can label. Heads on 10
    random subsets of 4/5, 2/5, 1/5, ... of the audit items are scored on the others. With several
    strata that is of their effective number: subsets hold each stratum by its share of the pool,
    as a random sample would, and scores count by it. Beyond the
    largest subset the estimate follows the fitted a - b m^-c; the cautious side (`high` of a
    point, `lower` of the labels saved) follows whichever is better for random sampling, that or
    the same gain per doubling for ever. Bands come from weighting audit items at random (Rubin
    1981, The Bayesian bootstrap), the same weights for curve and released head: what makes an
    audit item hard is hard for both.
    """
    strata = strata or Strata.one()
    audit = labels.where(labels.measured())
    sampled = np.bincount(audit.strata(), minlength=len(strata.sizes))
    worth = share_of_pool(strata.sizes, sampled, sampled)
    # Four fifths of it are the largest subset that is trained on.
    n_audit = int(min(worth.trials, 1.25 * largest_subset(strata, sampled)))
    n_seen = int(np.count_nonzero(labels.targets.counts(n_classes)))
    enough = max(ENOUGH_TO_COMPARE, -(-LABELS_PER_CLASS * n_seen * 5 // 4))
    if n_audit < enough or worth.unknown > MOST_UNKNOWN:
        return RandomBaseline(
            [], None, _lacking(n_audit, len(audit), enough, worth.unknown), enough
        )
    rng = np.random.default_rng([seed, round_number, _PURPOSE])
    sizes = _subset_sizes(n_audit)
    right, tried = _scores(vectors, audit, sizes, strata, n_classes, rng)
    # Row 0 is the estimate itself: every item counts the same.
    weights = np.vstack([np.ones(len(audit)), rng.exponential(size=(BOOTSTRAP, len(audit)))])
    accuracy = _shares(weights, right, tried, audit.strata(), strata)
    # Large subsets count for more: it is their end of the curve that is continued.
    curves = fit_curves(sizes, accuracy, sizes.astype(np.float64))
    steady = SteadyGain(float(sizes[-1]), accuracy[:, -1], (accuracy[:, -1] - accuracy[:, -3]) / 2)
    once = correct.astype(np.float64)[None]
    ours = _shares(weights, once, np.ones_like(once), audit.strata(), strata)[:, 0]
    measured = [_point(int(m), a, a, False) for m, a in zip(sizes, accuracy.T, strict=True)]
    continued = [
        _point(m, curves.at(m), np.maximum(curves.at(m), steady.at(m)), True)
        for m in _sizes_beyond(int(sizes[-1]), len(labels))
    ]
    saved, why = _saved(curves, steady, ours, len(labels), n_items)
    return RandomBaseline(measured + continued, saved, why, enough)


@dataclass(frozen=True, eq=False)
class SteadyGain:
    """accuracy + gain log2(m / labels) for each bootstrap draw; accuracy and gain (B,)."""

    labels: float
    accuracy: DoubleArray
    gain: DoubleArray

    def at(self, labels: float) -> DoubleArray:
        """(B,) accuracy with that many random labels."""
        doublings = float(np.log2(labels / self.labels))
        reached: DoubleArray = self.accuracy + doublings * np.maximum(self.gain, 0.0)
        return reached

    def needed(self, accuracy: DoubleArray) -> DoubleArray:
        """(B,) labels at which each reaches its accuracy; infinite where it never does."""
        gap = accuracy - self.accuracy
        rising = self.gain > 0
        doublings = np.clip(gap / np.where(rising, self.gain, 1.0), -50.0, 50.0)
        return np.where(rising, self.labels * 2.0**doublings, np.where(gap > 0, np.inf, 0.0))


@dataclass(frozen=True, eq=False)
class Curves:
    """a - b m^-c for each bootstrap draw; a, b, c (B,)."""

    a: DoubleArray
    b: DoubleArray
    c: DoubleArray

    def at(self, labels: float) -> DoubleArray:
        """(B,) accuracy with that many random labels."""
        return self.a - self.b * labels**-self.c

    def needed(self, accuracy: DoubleArray) -> DoubleArray:
        """(B,) labels at which each curve reaches its accuracy; infinite where it never does."""
        gap = self.a - accuracy
        reaches = (gap > 0) & (self.b > 0)
        safe_gap, safe_b = np.where(reaches, gap, 1.0), np.where(reaches, self.b, 1.0)
        log_needed = np.minimum(np.log(safe_b / safe_gap) / self.c, 50.0)
        there_already = (self.b == 0) & (gap >= 0)
        return np.where(reaches, np.exp(log_needed), np.where(there_already, 0.0, np.inf))


def fit_curves(sizes: IntArray, accuracy: DoubleArray, weights: DoubleArray) -> Curves:
    """Least squares over a <= 1, b >= 0, 0.1 <= c <= 1 for each row of accuracy (B, S).

    Sizes (S,) count by their `weights` (S,). For a given c the rest is a straight line in x =
    m^-c, so 19 lines per row are tried and the best is kept.
    """
    w = weights / weights.sum()
    mean = accuracy @ w
    best = Curves(*(np.zeros(len(accuracy)) for _ in range(3)))
    least = np.full(len(accuracy), np.inf)
    for c in EXPONENTS:
        x = sizes.astype(np.float64) ** -c
        centred = x - x @ w
        slope = np.minimum((accuracy - mean[:, None]) @ (w * centred) / (w @ centred**2), 0.0)
        a = mean - slope * (x @ w)
        above = a > 1.0
        through_one = np.minimum((accuracy - 1.0) @ (w * x) / (w @ x**2), 0.0)
        a, slope = np.where(above, 1.0, a), np.where(above, through_one, slope)
        loss = np.square(accuracy - a[:, None] - slope[:, None] * x) @ w
        better = loss < least
        best = Curves(
            np.where(better, a, best.a),
            np.where(better, -slope, best.b),
            np.where(better, c, best.c),
        )
        least = np.minimum(loss, least)
    return best


def _subset_sizes(n_audit: int) -> IntArray:
    """Four fifths of the audit items, so that some are left to be scored on, and its halvings."""
    return np.array([4 * n_audit // 5 // 2**j for j in range(HALVINGS, -1, -1)])


def _scores(
    vectors: Vectors,
    audit: Labels,
    sizes: IntArray,
    strata: Strata,
    n_classes: int,
    rng: np.random.Generator,
) -> tuple[DoubleArray, DoubleArray]:
    """How often each audit item was predicted right by heads of each size, and how often at all.

    Both (S, n). The subsets of a repeat are nested.
    """
    X, truth = reduce_dimensions(np.asarray(vectors[audit.ordinals])), audit.targets
    y = class_of_each(truth)
    right = np.zeros((len(sizes), len(y)))
    tried = np.zeros((len(sizes), len(y)))
    for _ in range(REPEATS):
        order = in_proportion(rng.permutation(len(y)), audit.strata(), strata)
        head = None
        for row, size in enumerate(sizes):
            train, rest = order[:size], order[size:]
            head = fit_logistic(X[train], y[train], n_classes, head)
            predicted = truth.predictions(head.probabilities(X[rest]))
            right[row, rest] += truth[rest].match(predicted)
            tried[row, rest] += 1
    return right, tried


def _shares(
    weights: DoubleArray,
    right: DoubleArray,
    tried: DoubleArray,
    stratum: IntArray,
    strata: Strata,
) -> DoubleArray:
    """(B, S) accuracy in the whole pool: per stratum, with `weights` (B, n) on its items."""
    total, known = np.zeros((len(weights), len(right))), 0
    for h, size in enumerate(strata.sizes.tolist()):
        mine = stratum == h
        if mine.any():
            w = weights[:, mine]
            total += size * (w @ right[:, mine].T) / (w @ tried[:, mine].T)
            known += size
    return total / known


def _lacking(n_effective: int, n_audit: int, enough: int, unknown: float) -> Reason:
    if unknown > MOST_UNKNOWN:
        return reason(ReasonCode.NO_AUDIT_ITEMS_IN_PART, percent=round(100 * unknown))
    if n_effective == n_audit:
        few = ReasonCode.FEW_AUDIT_ITEMS_TO_COMPARE
        return reason(few, audit_items=n_audit, needed=enough)
    uneven = ReasonCode.UNEVEN_AUDIT_ITEMS_TO_COMPARE
    return reason(uneven, audit_items=n_audit, worth=n_effective, needed=enough)


def _sizes_beyond(largest: int, spent: int) -> list[int]:
    """Twice `largest`, twice that, ... and the labels spent."""
    doubled = [largest * 2**j for j in range(1, 30) if largest * 2**j < spent]
    return [*doubled, spent] if spent > largest else []


def _point(
    labels: int, values: DoubleArray, cautious: DoubleArray, extrapolated: bool
) -> RandomPoint:
    """The estimate is `values[0]`; the band reaches from most `values` to most `cautious`."""
    low, high = np.quantile(values[1:], 0.025), np.quantile(cautious[1:], 0.975)
    estimate, low, high = np.clip([values[0], low, high], 0.0, 1.0).tolist()
    return RandomPoint(labels, estimate, low, high, extrapolated)


def _saved(
    curves: Curves, steady: SteadyGain, ours: DoubleArray, spent: int, n_items: int
) -> tuple[LabelsSaved | None, Reason | None]:
    """The labels saved, and why there are none or why not more.

    A curve that doesn't rise never reaches anything: it would make the strongest claim on the
    weakest evidence. So none is made unless the estimate rises and nearly all draws do, and those
    that don't are left out.
    """
    rises = (curves.b > 0) & (steady.gain > 0)
    if not rises[0] or rises[1:].mean() < RISING:
        return None, reason(ReasonCode.RANDOM_DOES_NOT_RISE)
    most = MOST_SAVED * spent
    needed = np.minimum(curves.needed(ours), n_items)
    cautious = np.minimum(needed, steady.needed(ours))
    lower = int(np.floor(np.quantile(cautious[1:][rises[1:]], 0.05))) - spent
    estimate = round(float(needed[0])) - spent
    saved = LabelsSaved(
        lower=min(lower, most),
        estimate=min(estimate, most),
        extrapolated=bool(needed[0] > steady.labels),
    )
    if estimate <= most:
        return saved, None
    return saved, reason(ReasonCode.SAVED_AT_MOST, times=MOST_SAVED)
