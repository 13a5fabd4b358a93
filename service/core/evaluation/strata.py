"""Parts of a pool that were sampled to different depths, and shares of the whole pool from them.

A pool grows: the audit sample of an import that came later has fewer of its items, so audit items
aren't a random sample of the union. Each part's figure is, and counts by the part's size.
"""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import DoubleArray, IntArray
from service.core.evaluation.intervals import wilson_of_share

ENOUGH_ALONE = 10
"""So many audit items make an import a stratum of its own."""


@dataclass(frozen=True, eq=False)
class Strata:
    """How many items each part of the pool has."""

    sizes: IntArray
    """(H,) items."""
    unanswered: IntArray
    """(H,) audit items of which the answer isn't known, but will not come from anybody soon."""

    @staticmethod
    def one(unanswered: int = 0) -> "Strata":
        """A pool that is a single stratum, whatever its size: its items all weigh the same."""
        return Strata(np.ones(1, dtype=np.int64), np.array([unanswered], dtype=np.int64))


@dataclass(frozen=True)
class Share:
    """A share of the whole pool, as far as it has been sampled."""

    value: float
    """Of the sampled strata; 0 without any."""
    trials: float
    """Effective number of sampled items: how many of a plain random sample are worth as much."""
    unknown: float
    """Share of the pool in strata without a sampled item."""

    def interval(self) -> tuple[float, float]:
        """95 % interval: in what was never sampled anything between none and all is possible."""
        low, high = wilson_of_share(self.value, self.trials)
        return (1 - self.unknown) * low, (1 - self.unknown) * high + self.unknown


def share_of_pool(sizes: IntArray, successes: IntArray, trials: IntArray) -> Share:
    """The share of successes in a pool of strata (H,), each a random sample of its own.

    Post-stratified: sum of N_h / N times the stratum's share. The effective sample size is the
    smaller of two: that of the design, p (1 - p) / sum W_h^2 p_h (1 - p_h) / n_h (Korn and Graubard
    1998, Confidence intervals for proportions with small expected number of positive counts
    estimated from survey data; with Wilson's interval: Dean and Pagano 2015, Evaluating confidence
    interval methods for binomial proportions in clustered surveys), and Kish's, 1 / sum W_h^2 /
    n_h, which is the first one where all strata are alike. The first alone is too sure of strata
    with a few items that all came out the same. With one stratum both are n.
    """
    sampled = trials > 0
    if not sampled.any():
        return Share(0.0, 0.0, 1.0)
    N, n = sizes[sampled], trials[sampled]
    total = int(N.sum())
    shares = successes[sampled] / n
    # Whole numbers first: equal shares in all strata then give just that share.
    value = float(N @ shares) / total
    spread = float(np.sum((N / total) ** 2 * shares * (1 - shares) / n))
    effective = kish(N / n, n)
    if spread > 0:
        effective = min(effective, round(value * (1 - value) / spread, 9))
    return Share(value, effective, 1 - total / int(sizes.sum()))


def kish(weights: DoubleArray, counts: IntArray | None = None) -> float:
    """(sum w)^2 / sum w^2: how many items of equal weight are worth as much; n if they are equal.

    Kish (1965), Survey Sampling. `counts`: how many items have each weight, one if not given.
    """
    n = np.ones(len(weights)) if counts is None else counts
    if len(weights) == 0:
        return 0.0
    return round(float((n @ weights) ** 2 / (n @ weights**2)), 9)


def weights_of(strata: Strata, stratum: IntArray) -> DoubleArray:
    """(n,) how many items of the pool each sampled item (n,) stands for; 1 in a single stratum."""
    if len(strata.sizes) == 1:
        return np.ones(len(stratum))
    counts = np.bincount(stratum, minlength=len(strata.sizes))
    return strata.sizes[stratum] / counts[stratum]


def in_proportion(order: IntArray, stratum: IntArray, strata: Strata) -> IntArray:
    """`order` (n,) rearranged so that it begins with each stratum by its share of the pool.

    The order within a stratum stays. The last of each stands at the end.
    """
    turn = np.empty(len(order))
    for h, size in enumerate(strata.sizes):
        mine = np.flatnonzero(stratum[order] == h)
        turn[mine] = (np.arange(len(mine)) + 0.5) / size
        turn[mine[-1:]] = np.inf
    arranged: IntArray = order[np.argsort(turn, kind="stable")]
    return arranged


def largest_subset(strata: Strata, sampled: IntArray) -> float:
    """How long the beginning of `in_proportion` is in which no stratum of `sampled` (H,) is short.

    One item of each is left over.
    """
    mask = sampled > 0
    if not mask.any():
        return 0.0
    weights = strata.sizes[mask] / strata.sizes[mask].sum()
    return float(np.min((sampled[mask] - 0.5) / weights))


def group_by_depth(frontiers: DoubleArray, following: DoubleArray, sampled: IntArray) -> IntArray:
    """(I,) the stratum of each import, numbered from 0.

    Of an import the items with keys up to its frontier (I,) are sampled, and `following` (I,) is
    the smallest key beyond, or 2. Keys are uniform: imports for which one key would do as the
    frontier of all are together a random sample of their union. In such a group each import with
    10 sampled items (I,) or more is a stratum, and the small ones together are one, or part of the
    smallest when they are small even together: a pool that grows by a few items a day would
    otherwise be nothing but strata with no sample.
    """
    stratum = np.full(len(frontiers), -1, dtype=np.int64)
    for first in np.argsort(following, kind="stable"):
        if stratum[first] < 0:
            group = np.flatnonzero((stratum < 0) & (frontiers < following[first]))
            _number(stratum, group, sampled)
    return stratum


def _number(stratum: IntArray, group: IntArray, sampled: IntArray) -> None:
    own = group[sampled[group] >= ENOUGH_ALONE]
    small = group[sampled[group] < ENOUGH_ALONE]
    after = int(stratum.max()) + 1
    stratum[own] = np.arange(after, after + len(own))
    together = int(sampled[small].sum())
    if len(own) and together < ENOUGH_ALONE:
        stratum[small] = stratum[own[sampled[own].argmin()]]
    else:
        stratum[small] = after + len(own)
