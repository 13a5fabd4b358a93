"""Intervals for a share of successes."""

import math

import scipy


def wilson(successes: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """(low, high) that hold the true share with probability `level`; (0, 1) without trials.

    Wilson (1927), Probable inference, the law of succession, and statistical inference. Unlike
    the textbook p +- z s it works at 0 and 1 successes and never leaves [0, 1].
    """
    return wilson_of_share(successes / trials if trials else 0.0, trials, level)


def wilson_of_share(share: float, trials: float, level: float = 0.95) -> tuple[float, float]:
    """As `wilson`, from the share: `trials` may be an effective number, not a whole one."""
    if trials == 0:
        return 0.0, 1.0
    z = float(scipy.special.ndtri(0.5 + level / 2))
    spread = z * math.sqrt(share * (1 - share) / trials + z * z / (4 * trials * trials))
    scale = 1 + z * z / trials
    centre = (share + z * z / (2 * trials)) / scale
    # Exactly 0 and 1 at the ends, where rounding could leave the share itself outside.
    low = 0.0 if share == 0 else centre - spread / scale
    high = 1.0 if share == 1 else centre + spread / scale
    return low, high
