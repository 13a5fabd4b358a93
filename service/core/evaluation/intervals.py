"""Intervals for a share of successes, and for a median."""

import math
from collections.abc import Sequence
from statistics import median

import scipy


def wilson(successes: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """(low, high) that hold the true share with probability `level`; (0, 1) without trials.

    Wilson (1927), Probable inference, the law of succession, and statistical inference. Unlike
    the textbook p +- z s it works at 0 and 1 successes and never leaves [0, 1].
    """
    return wilson_of_share(successes / trials if trials else 0.0, trials, level)


def wilson_of_share(share: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """As `wilson`, from the share: `trials` may be an effective number, not a whole one."""
    return wilson_at(share, trials, float(scipy.special.ndtri(0.5 + level / 2)))


def wilson_at(share: float, trials: float, z: float) -> tuple[float, float]:
    """The ends that lie z standard errors away, as the share's error is there."""
    if trials == 0:
        return 0.0, 1.0
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    # Exactly 0 and 1 at the ends, where rounding could leave the share itself outside.
    low = 0.0 if share == 0 else centre - spread / scale
    high = 1.0 if share == 1 else centre + spread / scale
    return low, high


def at_most(share: float, trials: float, level: float = 0.95) -> float:
    """What the true share doesn't exceed with probability `level`; 1 without trials.

    Clopper & Pearson (1934), The use of confidence or fiducial limits, one-sided: 3 / n where none
    of n was one. `trials` may be an effective number, not a whole one.
    """
    successes = share * trials
    if successes >= trials:
        return 1.0
    return float(scipy.special.betaincinv(successes + 1, trials - successes, level))


def median_interval(values: Sequence[float], level: float = 0.95) -> tuple[float, float, float]:
    """(median, low, high), of one value at least: two of the values, whatever their distribution.

    The median lies below the k-th smallest with the probability of fewer than k heads in n throws
    of a coin (Conover 1999, Practical nonparametric statistics, 3.2). With fewer than 6 values the
    smallest and the largest, which is less than 95 %.
    """
    ordered = sorted(values)
    k = max(int(scipy.stats.binom.ppf((1 - level) / 2, len(ordered), 0.5)), 1)
    return median(ordered), ordered[k - 1], ordered[-k]
