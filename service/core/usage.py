"""Do the texts that a model is used on differ, by what it says of them, from those of its pool?

Somebody may look every day, so no look may be held to 5 % by itself. For each sign, and each day on
which it may have begun, there is a bet against "what differs is harmless", by the texts since: who
starts with 1 there has no more than 1 in the mean (Waudby-Smith & Ramdas 2024, Estimating means of
bounded random variables by betting). Each day of use adds a 365th of a new bet, so the sum reaches
`ENOUGH_WON` within a year where all is harmless in less than 1 of `ENOUGH_WON` projects, however
often one looks (Shin, Ramdas & Rinaldo 2024, E-detectors).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
import scipy

from service.core.arrays import BoolArray, DoubleArray
from service.core.drift import HARMLESS_PART, HARMLESS_SHARE
from service.core.evaluation.intervals import wilson_at

BINS = 20
"""Of confidence, equally wide."""
ENOUGH_WON, POOL_LEVEL = 25.0, 0.01
"""4 % a year for the bets, and 1 % for the pool: it is a sample, too."""
HARMLESS_SURENESS = 0.05
"""To a head on the pool's graph new texts look up to three points less sure than those of the pool:
in thousands of texts more than two are seen."""
DAYS = 365
LEAST = float(np.log(ENOUGH_WON))
ENOUGH = 100
"""Texts: of fewer it isn't said that nothing has changed."""
STEPS = np.array([0.25, 0.5, 1.0, 2.0, 3.0])
"""How much larger the odds of a share are that a bet is best on; how much is bet on a mean."""
MOST_BET = 0.9
"""Of what can be bet on a mean without being ruined by one text."""


@dataclass(frozen=True, eq=False)
class Counts:
    """Texts of T days, or the pool as it was on each, by what the model of the day said."""

    texts: DoubleArray
    """(T,)"""
    classes: DoubleArray
    """(T, C) texts that were said to have each class; NaN where the model didn't know it."""
    confidence: DoubleArray | None
    """(T, BINS); None where a text may have several classes."""


@dataclass(frozen=True)
class Sign:
    """Shares, or means, of the pool and of the texts in use since the day `since`."""

    pool: float
    now: float
    changed: bool
    since: int | None
    """The day on which it most likely began; None unless it has changed."""


@dataclass(frozen=True)
class Signs:
    classes: Sequence[Sign]
    """(C,)"""
    confidence: Sign | None


class Bets(NamedTuple):
    gain: DoubleArray
    """(T, bets) logarithms of what each gains by the texts of a day."""
    pool: DoubleArray
    """(T,) the share or mean."""
    texts: DoubleArray
    """(T,) in use, that this goes by."""
    now: DoubleArray
    """(T,) the share or mean of these."""


def signs(pool: Counts, used: Counts, begins: BoolArray) -> Signs:
    """What has changed by now; each sign counts for all that are watched (Bonferroni).

    Several models may be used on a day: `begins` (T,) is whether a row is the first of its day.
    """
    bets = _bets(pool, used)
    last = won(bets, begins)[-1]
    every = [_sign(each, begins, bool(w >= LEAST)) for each, w in zip(bets, last, strict=True)]
    n_classes = pool.classes.shape[1]
    return Signs(every[:n_classes], every[n_classes] if len(every) > n_classes else None)


def middles() -> DoubleArray:
    """(BINS,) what a text counts for the mean confidence, by its bin."""
    values: DoubleArray = (np.arange(BINS) + 0.5) / BINS
    return values


def _of_share(pool: Counts, used: Counts, c: int, z: float) -> Bets:
    """Bets on every odds that are `STEPS` beyond what is harmless."""
    pool_texts, pool_named = pool.texts, pool.classes[:, c]
    texts, named = used.texts, used.classes[:, c]
    has_pool = np.isfinite(pool_named) & (pool_texts > 0)
    n, k = np.where(has_pool, texts, 0.0), np.where(has_pool, named, 0.0)
    share = np.where(has_pool, pool_named, 0.0) / np.maximum(pool_texts, 1)
    pools = [*zip(share.tolist(), pool_texts.tolist(), strict=True)]
    end = {each: wilson_at(*each, z) for each in {*pools}}  # days have most pools in common
    low, high = np.array([end[each] for each in pools]).reshape(-1, 2).T
    harmless = np.minimum(HARMLESS_SHARE, HARMLESS_PART * share)
    above, below = np.minimum(high + harmless, 1.0), np.maximum(low - harmless, 0.0)
    gain = np.concatenate(
        [_won(n, k, above, STEPS), _won(n, n - k, 1 - below, STEPS)],
        axis=1,
    )
    return Bets(gain, share, n, np.divide(k, n, out=np.zeros_like(share), where=n > 0))


def _won(n: DoubleArray, k: DoubleArray, bound: DoubleArray, steps: DoubleArray) -> DoubleArray:
    """(T, steps) logarithms of what bets gain by k of n where a share of `bound` is harmless."""
    b = np.clip(bound, 1e-12, 1.0)[:, None]
    odds = b / np.maximum(1 - b, 1e-300) * np.exp(steps)
    q = odds / (1 + odds)
    gain = k[:, None] * np.log(q / b) + (n - k)[:, None] * (
        np.log(np.maximum(1 - q, 1e-300)) - np.log(np.maximum(1 - b, 1e-300))
    )
    return np.where(b < 1, gain, 0.0)


def _of_mean(pool: DoubleArray, used: DoubleArray, z: float) -> Bets:
    """Bets of `STEPS` that a mean is beyond what is harmless."""
    values, texts, n = middles(), pool.sum(axis=1), used.sum(axis=1)
    mean = pool @ values / np.maximum(texts, 1)
    spread = np.sqrt(pool @ values**2 / np.maximum(texts, 1) - mean**2)
    room = z * spread / np.sqrt(np.maximum(texts, 1)) + HARMLESS_SURENESS
    has_pool = texts > 0
    gain = np.concatenate(
        [
            _won_of_mean(used, values, np.minimum(mean + room, 1.0), has_pool),
            _won_of_mean(used, 1 - values, np.minimum(1 - mean + room, 1.0), has_pool),
        ],
        axis=1,
    )
    n = np.where(has_pool, n, 0.0)
    now = np.divide(used @ values, n, out=np.zeros_like(mean), where=n > 0)
    return Bets(gain, mean, n, now)


def _won_of_mean(
    used: DoubleArray, values: DoubleArray, bound: DoubleArray, has_pool: BoolArray
) -> DoubleArray:
    b = bound[:, None]
    stakes = np.minimum(STEPS, MOST_BET / b)
    gain = np.log1p(stakes[:, :, None] * (values - b)[:, None, :])
    return np.where(has_pool[:, None], np.einsum("tb,tsb->ts", used, gain), 0.0)


def _bets(pool: Counts, used: Counts) -> Sequence[Bets]:
    """Of each class, then of confidence."""
    n_classes = pool.classes.shape[1]
    watched = n_classes + (pool.confidence is not None)
    z = float(scipy.special.ndtri(1 - POOL_LEVEL / watched / 2))
    bets = [_of_share(pool, used, c, z) for c in range(n_classes)]
    if pool.confidence is not None and used.confidence is not None:
        bets.append(_of_mean(pool.confidence, used.confidence, z))
    return bets


def won(bets: Sequence[Bets], begins: BoolArray) -> DoubleArray:
    """(T, signs) logarithms of what each sign's bets are worth at the end of each day."""
    gains = np.stack([each.gain for each in bets], axis=1)
    worth, ends = np.full(gains.shape[1:], -np.inf), []
    for gain, begin in zip(gains, begins, strict=True):
        worth = np.logaddexp(worth, -np.log(DAYS) if begin else -np.inf) + gain
        ends.append(scipy.special.logsumexp(worth, axis=1))
    total: DoubleArray = np.array(ends) - np.log(gains.shape[1] * gains.shape[2])
    return total


def _sign(bets: Bets, begins: BoolArray, changed: bool) -> Sign:
    since = None
    if changed:
        since_day = scipy.special.logsumexp(np.cumsum(bets.gain[::-1], axis=0)[::-1], axis=1)
        since = int(np.where(begins, since_day, -np.inf).argmax())
    part = slice(since or 0, None)
    texts = bets.texts[part]
    in_part = max(float(texts.sum()), 1.0)
    return Sign(
        pool=float(bets.pool[part] @ texts / in_part),
        now=float(bets.now[part] @ texts / in_part),
        changed=changed,
        since=since,
    )
