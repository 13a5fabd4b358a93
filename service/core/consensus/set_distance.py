"""How far apart two answers are that name sets of classes."""

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, FloatArray

_ROWS = 256
"""Compared with all others at once."""


def masi(one: BoolArray, other: BoolArray) -> DoubleArray:
    """(n,) the MASI distance of two sets each, rows of (n, classes): 0 the same, 1 none in common.

    1 - Jaccard's index, times 1 where they are the same, 2/3 where one holds the other, 1/3 where
    each has what the other hasn't (Passonneau 2006, Measuring agreement on set-valued items (MASI)
    for semantic and pragmatic annotation). Two that name nothing are the same. Of sets with one
    class each it says whether they differ, as nominal disagreement does.
    """
    # In floats: sets of many answers are multiplied far faster so.
    both = (one & other).sum(axis=1, dtype=np.float32)
    return _masi(both, _sizes(one), _sizes(other)).astype(np.float64)


def mean_masi(
    one: BoolArray, of_one: DoubleArray, other: BoolArray, of_other: DoubleArray
) -> float:
    """The mean distance of a set from rows of `one` and a set from rows of `other`, each drawn as
    likely as its weight says; weights add up to 1."""
    sizes, total = _sizes(other), 0.0
    columns = other.astype(np.float32).T
    for start in range(0, len(one), _ROWS):
        rows = one[start : start + _ROWS]
        apart = _masi(rows.astype(np.float32) @ columns, _sizes(rows)[:, None], sizes)
        total += float(of_one[start : start + _ROWS] @ (apart @ of_other))
    return total


def _sizes(sets: BoolArray) -> FloatArray:
    sizes: FloatArray = sets.sum(axis=1, dtype=np.float32)
    return sizes


def _masi(both: FloatArray, one: FloatArray, other: FloatArray) -> FloatArray:
    """From how many classes are in both, and how many in each."""
    either = one + other - both
    within = np.where(both == np.minimum(one, other), np.float32(2 / 3), np.float32(1 / 3))
    distance: FloatArray = 1 - both / np.maximum(either, 1) * within
    distance[either == both] = 0
    return distance
