"""How unsure a head is of the rows of a pool: roughly of all, exactly of those that matter."""

import numpy as np

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.compute import Scorer
from service.core.heads.head import Head
from service.core.numpy_compute import margins_of
from service.core.threads import each_block, one_blas_thread
from service.core.vectors.matrix import Vectors

# Rows that are equal get margins that differ in the seventh digit, by where they stand in a
# matrix product. Without rounding, their order would be that of the file.
DECIMALS = 5


def smallest(values: FloatArray, k: int, rng: np.random.Generator) -> IntArray:
    """(k,) positions of the k smallest of `values` (n,), ascending, ties in random order.

    Sorts by (value rounded to 5 decimals, random key), without sorting all n: 10 ms per million.
    Keys are drawn for those alone that are no larger than the k-th smallest: numbers beyond don't
    matter, nor how many there are.
    """
    rounded = np.round(values, DECIMALS)
    if k < len(values):
        bar = np.partition(rounded, k - 1)[k - 1]
        near = np.flatnonzero(rounded <= bar)
    else:
        near = np.arange(len(values))
    order = np.lexsort((rng.random(len(near)), rounded[near]))
    return near[order[:k]]


# Beyond the k that look smallest, so many are looked at to learn how far off a scorer is.
SAMPLE = 256
# Among the rest the scorer may be off by so many times the most that was seen.
SAFETY = 2.0


class Margins:
    """p1 - p2 of the rows of a pool: the two largest class probabilities; small = unsure.

    A scorer says them roughly: in single precision or less, in blocks, on whatever there is. A
    choice by them rests on exact ones, taken in double precision and by the same code for every
    scorer, so that all lead to the same picks.
    """

    def __init__(
        self,
        head: Head,
        vectors: Vectors,
        scorer: Scorer,
        wanted: BoolArray | None = None,
        contending: BoolArray | None = None,
    ) -> None:
        """`wanted` (N,): those that will be asked for; where labels stand in a graph takes long.
        `contending` (N,): those that may be among the smallest, all by default."""
        self._head = head
        self._vectors = vectors
        self._contending = contending
        self._values = scorer.margins(head, vectors, wanted)
        self._exact = np.zeros(len(vectors), dtype=np.bool_)
        self._off = 0.0

    def of(self, ordinals: IntArray) -> FloatArray:
        """(n,) exact margins of these rows, to five decimals."""
        new = ordinals[~self._exact[ordinals]]
        exact = np.empty(len(new), dtype=np.float32)

        def look(some: slice) -> None:
            exact[some] = exact_margins(self._head, self._vectors, new[some])

        with one_blas_thread():
            each_block(look, len(new))
        off = np.abs(exact - self._values[new])
        if self._contending is not None:
            off = off[self._contending[new]]
        self._off = max(self._off, float(off.max(initial=0.0)))
        self._values[new] = exact
        self._exact[new] = True
        return self._values[ordinals]

    def contenders(self, ordinals: IntArray, k: int) -> IntArray:
        """Of these rows, the k with the smallest exact margins, all that tie, and some more."""
        if self._contending is not None:
            ordinals = ordinals[self._contending[ordinals]]
        looked_at = k + SAMPLE
        if looked_at >= len(ordinals):
            return ordinals
        rough = self._values[ordinals]
        nearest = self.of(ordinals[np.argpartition(rough, looked_at)[:looked_at]])
        # k rows are exactly at most this.
        bar = np.partition(nearest, k - 1)[k - 1]
        near: BoolArray = rough <= bar + SAFETY * self._off + 10.0**-DECIMALS
        return ordinals[near]


def exact_margins(head: Head, vectors: Vectors, rows: IntArray) -> FloatArray:
    """(n,) margins in double precision, to five decimals."""
    X = np.asarray(vectors[rows]).astype(np.float64)
    margins = margins_of(head, head.probabilities(X, rows))
    return np.round(margins, DECIMALS).astype(np.float32)
