"""Vectors that say how likely each class is, each for itself: log odds, made unit rows.

Their products say how alike two texts' classes are, and a head can read them as they are.
"""

import numpy as np

from service.core.arrays import FloatArray

FURTHEST = 7.0
"""Log odds beyond this are as good as certain: 1 in 1,000."""


def length_of(k: int) -> float:
    """What the log odds of k classes are divided by."""
    return float(FURTHEST * np.sqrt(k))


def as_unit_rows(odds: FloatArray) -> FloatArray:
    """(n, k + 1) of log odds (n, k): the last column fills a row up to length 1."""
    n, k = odds.shape
    rows = np.empty((n, k + 1), dtype=np.float32)
    rows[:, :k] = np.clip(odds, -FURTHEST, FURTHEST) / length_of(k)
    rest = 1 - np.square(rows[:, :k]).sum(axis=1)
    rows[:, k] = np.sqrt(np.maximum(rest, 0))
    return rows


def odds_of(rows: FloatArray) -> FloatArray:
    """(n, k) log odds, from rows (n, k + 1)."""
    k = rows.shape[1] - 1
    odds: FloatArray = rows[:, :k] * np.float32(length_of(k))
    return odds
