"""What the curves of repeated campaigns amount to: areas, labels needed, paired differences."""

from dataclasses import dataclass

import numpy as np
import scipy

from service.core.arrays import DoubleArray, IntArray


@dataclass(frozen=True)
class Mean:
    """A mean over repeats, with a 95 % interval by Student's t; None with a single repeat."""

    value: float
    low: float | None
    high: float | None


def mean_of(repeats: DoubleArray, level: float = 0.95) -> Mean:
    """The mean of `repeats` (r,) and the interval that covers their expectation at `level`."""
    value = float(repeats.mean())
    if len(repeats) < 2:
        return Mean(value, None, None)
    error = float(repeats.std(ddof=1)) / len(repeats) ** 0.5
    spread = float(scipy.special.stdtrit(len(repeats) - 1, 0.5 + level / 2)) * error
    return Mean(value, value - spread, value + spread)


def resampled_mean(repeats: DoubleArray, ratio: float, level: float = 0.95) -> Mean:
    """As `mean_of`, for repeats (r,), two at least, that are random splits of the same items.

    Splits share items, so they tell less than as many independent ones; more of them never make
    up for few items. `ratio`: items scored on for each one trained on. The variance of the mean is
    taken as s^2 (1 / r + ratio): Nadeau & Bengio (2003), Inference for the generalization error.
    """
    value = float(repeats.mean())
    error = float(repeats.std(ddof=1)) * (1 / len(repeats) + ratio) ** 0.5
    spread = float(scipy.special.stdtrit(len(repeats) - 1, 0.5 + level / 2)) * error
    return Mean(value, value - spread, value + spread)


def areas(curves: DoubleArray) -> DoubleArray:
    """(r,) the area under each curve of (r, p): the mean of its points, which stand equally far."""
    means: DoubleArray = curves.mean(axis=1)
    return means


def paired_difference(curves: DoubleArray, baseline: DoubleArray) -> Mean:
    """How much larger the areas of `curves` (r, p) are than those of `baseline` (r, p).

    Row i of both has the same seed, so that what the seed decides (which items are audited, and
    when) is no part of the difference.
    """
    return mean_of(areas(curves) - areas(baseline))


def labels_to_reach(labels: IntArray, curves: DoubleArray, target: float) -> int | None:
    """The labels (p,) from which on the mean of `curves` (r, p) stays at `target` or above.

    A curve that touches the target and falls below it again hasn't reached it. None when the last
    point is below.
    """
    below = np.flatnonzero(curves.mean(axis=0) < target)
    first = int(below[-1]) + 1 if len(below) else 0
    return int(labels[first]) if first < len(labels) else None
