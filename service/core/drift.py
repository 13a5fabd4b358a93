"""Do new texts look, to a model, like those of its pool, and does it get them right as often?"""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import scipy

from service.core.arrays import BoolArray, DoubleArray, FloatArray
from service.core.evaluation.intervals import wilson

LEVEL = 0.01
"""How often one of the signs may be seen where what has changed is harmless."""
HARMLESS_SHARE, HARMLESS_PART = 0.05, 0.5
"""A class may come more or less often by five points, or by half where it is rarer than a tenth: to
a head on the pool's graph a row of it looks a little other than a new text."""
HARMLESS_CONFIDENCE, HARMLESS_SIMILARITY = 0.02, 0.01
RARE, HARMLESS_RARE = 0.01, 0.02
"""So many of the pool's texts are as little like the others as one that is rare, and so many may be
among new ones."""
ENOUGH = 30
"""Texts: of fewer nothing is said."""


@dataclass(frozen=True, eq=False)
class PredictedTexts:
    """What a model says of n texts."""

    named: BoolArray
    """(n, C) the classes that each is said to have."""
    confidence: FloatArray | None
    """(n,) how likely each prediction is right; None where texts have several classes."""
    similarity: FloatArray
    """(n,) cosine to the nearest other text of the pool."""


@dataclass(frozen=True)
class Drift:
    """p-values of "what has changed is harmless", for all signs together (Holm 1979)."""

    classes: Sequence[float]
    """(C,) of the share of texts that are said to have each class."""
    confidence: float | None
    similarity: float


def drift(pool: PredictedTexts, new: PredictedTexts) -> Drift:
    """Of classes and sureness either way; of similarity that new texts are less similar.

    Shares by a z-test of two proportions, the others of two means; each of what is beyond a
    harmless difference. New texts are less similar in the mean, or too many are as little so as is
    rare in the pool: a few of another kind hardly move a mean.
    """
    in_the_mean = _above(pool.similarity, new.similarity, HARMLESS_SIMILARITY)
    less_alike = min(1.0, 2 * min(in_the_mean, _too_many(unlike(pool, new))))
    plain = [*_of_shares(pool.named, new.named), less_alike]
    if pool.confidence is not None and new.confidence is not None:
        surer = _above(new.confidence, pool.confidence, HARMLESS_CONFIDENCE)
        less_sure = _above(pool.confidence, new.confidence, HARMLESS_CONFIDENCE)
        plain.append(min(1.0, 2 * min(surer, less_sure)))
    adjusted = holm(np.array(plain))
    n_classes = pool.named.shape[1]
    return Drift(
        classes=adjusted[:n_classes].tolist(),
        similarity=float(adjusted[n_classes]),
        confidence=float(adjusted[-1]) if len(plain) > n_classes + 1 else None,
    )


def unlike(pool: PredictedTexts, new: PredictedTexts) -> BoolArray:
    """(n,) the new texts that are as little like the pool as is rare in it."""
    rare: BoolArray = new.similarity < np.quantile(pool.similarity, RARE)
    return rare


def holm(p: DoubleArray) -> DoubleArray:
    """(m,) p-values such that it is rare for any to be small where nothing is (Holm 1979)."""
    order = np.argsort(p)
    steps = np.maximum.accumulate(p[order] * np.arange(len(p), 0, -1))
    adjusted = np.empty(len(p))
    adjusted[order] = np.minimum(steps, 1.0)
    return adjusted


def _of_shares(pool: BoolArray, new: BoolArray) -> DoubleArray:
    """(C,) by the pooled share, each count taken half a text nearer to the other."""
    m, n = len(pool), len(new)
    before, now = pool.mean(axis=0), new.mean(axis=0)
    harmless = np.minimum(HARMLESS_SHARE, HARMLESS_PART * before)
    apart = np.abs(now - before) - harmless - (1 / m + 1 / n) / 2
    together = (m * before + n * now) / (m + n)
    spread = np.sqrt(np.maximum(together * (1 - together), 1e-12) * (1 / m + 1 / n))
    p: DoubleArray = np.minimum(1.0, 2 * scipy.special.ndtr(-apart / spread))
    return p


def _above(one: FloatArray, other: FloatArray, harmless: float) -> float:
    """How often the mean of `one` lies so far above that of `other` by chance (Welch 1947)."""
    spread = np.sqrt(one.var(ddof=1) / len(one) + other.var(ddof=1) / len(other))
    apart = one.mean() - other.mean() - harmless
    return float(scipy.special.ndtr(-apart / max(spread, 1e-9)))


def _too_many(rare: BoolArray) -> float:
    """How often chance alone makes so many (Clopper & Pearson 1934)."""
    return float(scipy.stats.binom.sf(rare.sum() - 1, len(rare), HARMLESS_RARE))


@dataclass(frozen=True)
class Interval95:
    """A figure and its 95 % interval."""

    value: float
    low: float
    high: float


def right_today(right: int, checks: int) -> Interval95:
    """Of new texts, by as many drawn at random among them (Wilson 1927)."""
    return Interval95(right / checks, *wilson(right, checks))


def lost(pool: Interval95, now: Interval95) -> Interval95:
    """How much less often the model is right now.

    The two figures are independent, so their distances to the ends add as squares (Newcombe 1998).
    """
    below = math.hypot(pool.value - pool.low, now.high - now.value)
    above = math.hypot(pool.high - pool.value, now.value - now.low)
    value = pool.value - now.value
    return Interval95(value, value - below, value + above)
