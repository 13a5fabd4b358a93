"""The numeric work of a round in numpy: the default, and the reference for others."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import BoolArray, FloatArray, FloatT, IntArray
from service.core.compute import Compute, See
from service.core.heads.head import Head, LinearHead, SetHead
from service.core.heads.logistic import fit_logistic
from service.core.threads import each_in_threads, one_blas_thread
from service.core.vectors.matrix import Vectors, block_rows, blocks
from service.core.vectors.views import Stacked

FEW = 8
"""Where at most one row in so many is asked about, those are gathered; of several views always,
where a pass over all blocks copies every row."""


class NumpyScorer:
    """Scores blocks in `threads` threads, each with one thread of BLAS.

    Two threads inside BLAS took 1.3 us of CPU a row where one takes 0.7 (384 x 77); softmax and
    the two largest, which BLAS does nothing for, are half as much again.
    """

    def __init__(self, threads: int = 1) -> None:
        self._threads = threads

    def margins(self, head: Head, vectors: Vectors, wanted: BoolArray | None = None) -> FloatArray:
        margins = np.ones(len(vectors), dtype=np.float32)

        def score(rows: IntArray, X: NDArray[Any]) -> None:
            if len(rows):
                P = head.probabilities(X.astype(np.float32, copy=False), rows)
                margins[rows] = margins_of(head, P)

        def score_block(block: tuple[slice, NDArray[Any]]) -> None:
            place, X = block
            rows = np.arange(place.start, place.stop)
            if wanted is None:
                score(rows, X)
            else:
                score(rows[wanted[place]], X[wanted[place]])

        def score_few(rows: IntArray) -> None:
            score(rows, vectors[rows])

        if isinstance(head, LinearHead):
            # To leave a row out costs more than what logistic regression says of it.
            wanted = None
        with one_blas_thread():
            if wanted is not None and _is_gathered(vectors, wanted):
                rows = np.flatnonzero(wanted)
                parts = np.array_split(rows, len(rows) // block_rows(vectors.shape[1]) + 1)
                each_in_threads(score_few, parts, self._threads)
            else:
                each_in_threads(score_block, blocks(vectors), self._threads)
        return margins

    def look_over(self, head: Head, vectors: Vectors, see: See) -> None:
        def look(block: tuple[slice, NDArray[Any]]) -> None:
            place, X = block
            rows = np.arange(place.start, place.stop)
            see(rows, head.probabilities(X.astype(np.float32, copy=False), rows))

        with one_blas_thread():
            each_in_threads(look, blocks(vectors), self._threads)


def _is_gathered(vectors: Vectors, wanted: BoolArray) -> bool:
    """Whether the rows asked about are gathered, where a pass over all of them costs more."""
    return isinstance(vectors, Stacked) or FEW * int(np.count_nonzero(wanted)) < len(wanted)


def margins_of(head: Head, probabilities: NDArray[FloatT]) -> NDArray[FloatT]:
    """(n,) how sure a head is that gives rows these probabilities (n, C)."""
    if isinstance(head, SetHead):
        return head.margins(probabilities)
    return top_two_margin(probabilities)


def top_two_margin(probabilities: NDArray[FloatT]) -> NDArray[FloatT]:
    """(n,) largest less second largest of each row of (n, C); with one class the largest.

    Walks over classes, not rows: each step is one pass over n contiguous numbers.
    """
    columns = probabilities.T
    first: NDArray[FloatT] = columns[0].copy()
    second = np.zeros_like(first)
    for column in columns[1:]:
        np.maximum(second, np.minimum(first, column), out=second)
        np.maximum(first, column, out=first)
    first -= second
    return first


def numpy_compute(threads: int = 1) -> Compute:
    """The implementation for a worker that may use so many threads."""
    return Compute("numpy", NumpyScorer(threads), fit_logistic, threads)


NUMPY = numpy_compute()
