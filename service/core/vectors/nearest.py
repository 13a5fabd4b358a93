"""The rows of a pool that lie furthest in a direction: near a text, or what a linear head says."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.threads import each_in_threads, one_blas_thread
from service.core.vectors.matrix import Vectors, blocks


def products(vectors: Vectors, direction: FloatArray, threads: int = 1) -> FloatArray:
    """(N,) inner product of each row with a direction (D,): of unit vectors their cosine.

    0 where a Matrix has no row. A million rows of 384 are 1.5 GB, which is read once.
    """
    similarities = np.zeros(len(vectors), dtype=np.float32)
    wanted = direction.astype(np.float32, copy=False)

    def multiply(block: tuple[slice, NDArray[Any]]) -> None:
        rows, X = block
        np.matmul(X.astype(np.float32, copy=False), wanted, out=similarities[rows])

    with one_blas_thread():
        each_in_threads(multiply, blocks(vectors), threads)
    return similarities


def furthest(
    scores: FloatArray, allowed: BoolArray, count: int, after: int | None = None, skip: int = 0
) -> IntArray:
    """The allowed rows (k,) with the `count` largest scores (N,), largest first; k ≤ count.

    Equal ones go by their number. `after`: only those that come after this row. `skip`: so many of
    them are passed over.
    """
    rows = np.flatnonzero(allowed)
    if after is not None:
        last = scores[after]
        mine = scores[rows]
        rows = rows[(mine < last) | ((mine == last) & (rows > after))]
    looked_at = skip + count
    if len(rows) > looked_at > 0:
        mine = scores[rows]
        least = np.partition(mine, len(rows) - looked_at)[len(rows) - looked_at]
        rows = rows[mine >= least]
    order = np.lexsort((rows, -scores[rows]))
    ordered: IntArray = rows[order][skip:looked_at]
    return ordered
