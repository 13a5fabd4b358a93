"""The vectors of a project: one array, or shards of which only a piece is in memory at a time."""

from collections.abc import Iterator, Sequence
from typing import Any, Protocol, TypeAlias

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatArray, IntArray

# 77 classes x 8,192 rows of float32 are 2.5 MB: probabilities stay in the cache while margins
# are taken from them. A float16 block of 8,192 x 384 grows to 12.6 MB.
BLOCK_ROWS = 8_192

Part: TypeAlias = tuple[int, NDArray[Any]]
"""First ordinal and rows (n, D), float32 or float16, perhaps a memory map."""


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
            if len(here):
                gathered[here] = rows[ordinals[here] - first]
        return gathered

    def blocks(self) -> Iterator[tuple[slice, NDArray[Any]]]:
        """Every row that there is, at most 8,192 at a time, as stored: views, nothing is read."""
        for first, rows in self._parts:
            for start in range(0, len(rows), BLOCK_ROWS):
                block = rows[start : start + BLOCK_ROWS]
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
    """(rows, block) of at most 8,192 rows: how to pass over all vectors in bounded memory.

    A block may be float16. Rows that don't exist in a Matrix are left out.
    """
    if isinstance(vectors, np.ndarray):
        vectors = Matrix([(0, vectors)], (vectors.shape[0], vectors.shape[1]))
    return vectors.blocks()
