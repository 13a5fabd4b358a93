"""How far apart two answers are that name sets of classes."""

import numpy as np

from service.core.arrays import BoolArray, DoubleArray, IntArray

_ROWS = 256
"""Compared with all others at once."""


def masi(one: BoolArray, other: BoolArray) -> DoubleArray:
    """(n,) the MASI distance of two sets each, rows of (n, classes): 0 the same, 1 none in common.

    1 - Jaccard's index, times 1 where they are the same, 2/3 where one holds the other, 1/3 where
    each has what the other hasn't (Passonneau 2006, Measuring agreement on set-valued items (MASI)
    for semantic and pragmatic annotation). Two that name nothing are the same. Of sets with one
    class each it says whether they differ, as nominal disagreement does.
    """
    both = (one & other).sum(axis=1)
    return _masi(both, one.sum(axis=1), other.sum(axis=1))


def mean_masi(
    one: BoolArray, of_one: DoubleArray, other: BoolArray, of_other: DoubleArray
) -> float:
    """The mean distance of a set from rows of `one` and a set from rows of `other`, each drawn as
    likely as its weight says; weights add up to 1."""
    sizes, found = other.sum(axis=1), 0.0
    columns = other.astype(np.float32).T
    for start in range(0, len(one), _ROWS):
        rows = slice(start, start + _ROWS)
        both = one[rows].astype(np.float32) @ columns  # in floats it is multiplied far faster
        apart = _masi(both.astype(np.int64), one[rows].sum(axis=1)[:, None], sizes)
        found += float(of_one[rows] @ apart @ of_other)
    return found


def _masi(both: IntArray, one: IntArray, other: IntArray) -> DoubleArray:
    """From how many classes are in both, and how many in each."""
    either = one + other - both
    same = either == both
    jaccard = np.where(same, 1.0, both / np.maximum(either, 1))
    within = both == np.minimum(one, other)
    return np.asarray(1 - jaccard * np.where(same, 1.0, np.where(within, 2 / 3, 1 / 3)))
