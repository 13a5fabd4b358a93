"""A pool's vectors as a matrix, and its rows that lie furthest in a direction."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.threads import each_in_threads, one_blas_thread

# A float16 block of 2,048 x 384 grows to 3.1 MB, for each thread that is at one. With 8,192 rows a
# round took the same CPU time, and 25 MB more.
BLOCK_ROWS, BLOCK_WIDTH = 2_048, 384

Part: TypeAlias = tuple[int, NDArray[Any]]
"""First ordinal and rows (n, D), float32 or float16, perhaps a memory map."""


def block_rows(width: int) -> int:
    """Of rows so wide a block has: 2,048, or as few as take no more memory than those of 384."""
    return min(BLOCK_ROWS, max(BLOCK_ROWS * BLOCK_WIDTH // width, 1))


class Matrix:
    """(N, D) vectors in parts. Rows that no part holds are zero: items without a vector yet.

    Where it is indexed it behaves as the one float32 array that it stands for.
    """

    def __init__(self, parts: Sequence[Part], shape: tuple[int, int]) -> None:
        """Parts don't overlap. ValueError when they do, or when one isn't D wide or sticks out."""
        # Plain arrays: indexing a memory map makes another memory map each time.
        self._parts = sorted(
            ((first, np.asarray(rows)) for first, rows in parts if len(rows)),
            key=lambda part: part[0],
        )
        self.shape = shape
        end = 0
        for first, rows in self._parts:
            if first < end or first + len(rows) > shape[0] or rows.shape[1] != shape[1]:
                raise ValueError(f"part of {rows.shape} at {first} doesn't fit into {shape}")
            end = first + len(rows)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, ordinals: IntArray) -> FloatArray:
        """(len(ordinals), D) a float32 copy of these rows."""
        ordinals = np.asarray(ordinals, dtype=np.int64)
        gathered = np.zeros((len(ordinals), self.shape[1]), dtype=np.float32)
        for first, rows in self._parts:
            here = np.flatnonzero((ordinals >= first) & (ordinals < first + len(rows)))
            if len(here) == len(ordinals):  # of a pool in one part there is no second copy
                return rows[ordinals - first].astype(np.float32, copy=False)
            if len(here):
                gathered[here] = rows[ordinals[here] - first]
        return gathered

    def blocks(self) -> Iterator[tuple[slice, NDArray[Any]]]:
        """Every row that there is, at most 2,048 at a time, as stored: views, nothing is read."""
        most = block_rows(self.shape[1])
        for first, rows in self._parts:
            for start in range(0, len(rows), most):
                block = rows[start : start + most]
                yield slice(first + start, first + start + len(block)), block


class Rows(Protocol):
    """What a Matrix is to those who read it; several views side by side are it, too."""

    @property
    def shape(self) -> tuple[int, int]: ...

    def __len__(self) -> int: ...

    def __getitem__(self, ordinals: IntArray, /) -> FloatArray: ...

    def blocks(self) -> Iterator[tuple[slice, NDArray[Any]]]: ...


Vectors: TypeAlias = Rows | FloatArray
"""(N, D); both kinds have a shape, a length, and give float32 rows when indexed by ordinals."""


def blocks(vectors: Vectors) -> Iterator[tuple[slice, NDArray[Any]]]:
    """(rows, block) of at most 2,048 rows: how to pass over all vectors in bounded memory.

    A block may be float16. Rows that don't exist in a Matrix are left out.
    """
    if isinstance(vectors, np.ndarray):
        vectors = Matrix([(0, vectors)], (vectors.shape[0], vectors.shape[1]))
    return vectors.blocks()


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
