"""Several vectors of each item, by several encoders, side by side in one row.

What one encoder does not see of a text another may. What it gains: benchmarks/findings/0020.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import DoubleArray, FloatArray, FloatT, IntArray
from service.core.vectors.matrix import Vectors, block_rows, blocks


@dataclass(frozen=True)
class Layout:
    """Which columns of a stacked row are whose."""

    widths: tuple[int, ...]
    """(V,) columns of each view, in order; the first view is the main one."""

    @property
    def width(self) -> int:
        return sum(self.widths)

    def columns(self, view: int) -> slice:
        start = sum(self.widths[:view])
        return slice(start, start + self.widths[view])

    def of(self, X: NDArray[FloatT], view: int) -> NDArray[FloatT]:
        """(n, D) what a view says of stacked rows (n, width). No copy."""
        return X[:, self.columns(view)]


class Stacked:
    """(N, width) rows of several views side by side, each view scaled. It behaves as a Matrix does.

    Scaled by the roots of weights that sum to 1, rows of unit views are unit rows, and their cosine
    is the weighted mean of the views' cosines. Where a view has no row for an item, or its row is
    zero, its columns are zeros.
    """

    shape: tuple[int, int]

    def __init__(self, parts: Sequence[Vectors], scales: Sequence[float] | None = None) -> None:
        """parts (V,) of (N, D) each; scales (V,), by default 1. ValueError when their N differ."""
        lengths = {len(part) for part in parts}
        if len(lengths) != 1:
            raise ValueError(f"views of {sorted(lengths)} rows can't stand side by side")
        self.parts = tuple(parts)
        self._scales = None if scales is None else tuple(map(np.float32, scales))
        self.layout = Layout(tuple(part.shape[1] for part in parts))
        self.shape = (lengths.pop(), self.layout.width)

    def __len__(self) -> int:
        return self.shape[0]

    def __getitem__(self, ordinals: IntArray) -> FloatArray:
        """(len(ordinals), width) a float32 copy of these rows."""
        rows = np.empty((len(ordinals), self.shape[1]), dtype=np.float32)
        for view, part in enumerate(self.parts):
            mine = self.layout.of(rows, view)
            mine[:] = part[ordinals]
            if self._scales is not None:
                mine *= self._scales[view]
        return rows

    def split(self, direction: FloatArray) -> list[tuple[Vectors, FloatArray]]:
        """Each view and its part of a direction (width,): products with them add up to those with
        the rows, and nothing is copied."""
        parts: list[FloatArray] = np.split(direction, np.cumsum(self.layout.widths)[:-1])
        scales = self._scales or (np.float32(1),) * len(parts)
        scaled = [part * scale for part, scale in zip(parts, scales, strict=True)]
        return list(zip(self.parts, scaled, strict=True))

    def blocks(self) -> Iterator[tuple[slice, NDArray[Any]]]:
        """Every row of the first view, a block at a time: float32 copies."""
        most = block_rows(self.shape[1])
        for rows, _ in blocks(self.parts[0]):
            for start in range(rows.start, rows.stop, most):
                part = slice(start, min(start + most, rows.stop))
                yield part, self[np.arange(part.start, part.stop)]


def side_by_side(views: Sequence[NDArray[FloatT]]) -> NDArray[FloatT]:
    """(n, width) a few rows of all views, (n, D) each; of one view no copy."""
    return views[0] if len(views) == 1 else np.hstack(views)


def layout_of(vectors: Vectors) -> Layout:
    """All columns are one view's, unless vectors that are stacked say otherwise."""
    return vectors.layout if isinstance(vectors, Stacked) else Layout((vectors.shape[1],))


def geometry(vectors: Vectors, weights: DoubleArray | None) -> Vectors:
    """Unit rows whose cosine is the mean of the views' cosines by `weights` (V,) that sum to 1.

    Without weights that of the first view. Views that weigh nothing are left out.
    """
    if not isinstance(vectors, Stacked):
        return vectors
    if weights is None:
        return vectors.parts[0]
    if len(weights) != len(vectors.parts):
        raise ValueError(f"{len(weights)} weights for {len(vectors.parts)} views")
    used = np.flatnonzero(weights > 0).tolist()
    if len(used) == 1:
        return vectors.parts[used[0]]
    return Stacked([vectors.parts[v] for v in used], np.sqrt(weights[used]).tolist())


def view_of(vectors: Vectors, layout: Layout, view: int) -> Vectors:
    """One view of stacked vectors, or of rows (n, width) that were taken from them. No copy.

    What is a view's alone stays as it is.
    """
    if len(layout.widths) == 1:
        return vectors
    if isinstance(vectors, Stacked):
        return vectors.parts[view]
    if isinstance(vectors, np.ndarray) and vectors.shape[1] == layout.width:
        return layout.of(vectors, view)
    return vectors
