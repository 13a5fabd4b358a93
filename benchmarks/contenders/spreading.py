"""Label spreading alone: a row is what the labels that get to it along the graph say."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatT, IntArray
from service.core.heads.head import Arrays, HeadKind
from service.core.heads.labelled import LabelledPool, spread_of
from service.core.label_propagation import Spread
from service.core.vectors.neighbours import Neighbours

K = 15


@dataclass(frozen=True, eq=False)
class SpreadingHead:
    """Reads a row of the pool where the labels have spread to, another at its nearest rows."""

    spread: Spread
    neighbours: Neighbours

    @property
    def n_classes(self) -> int:
        return int(self.spread.mass.shape[1])

    @property
    def class_indices(self) -> IntArray:
        return np.unique(self.spread.classes)

    def probabilities(
        self, X: NDArray[FloatT], ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        return self.spread.at(self.neighbours.places(X, ordinals)).astype(X.dtype, copy=False)

    def to_arrays(self) -> Arrays:
        return self.spread.to_arrays()

    @classmethod
    def from_arrays(
        cls, arrays: Mapping[str, NDArray[Any]], neighbours: Neighbours
    ) -> "SpreadingHead":
        return cls(Spread.from_arrays(arrays), neighbours)


def fit_spreading(pool: LabelledPool, warm: SpreadingHead | None = None) -> SpreadingHead:
    """Zhou et al. (2004) on the 15 nearest neighbours; from `warm` on, only new labels cost."""
    start = warm.spread if warm is not None else None
    return SpreadingHead(spread_of(pool, start, K), pool.neighbours)


SPREADING = HeadKind(
    name="spreading",
    version=1,
    title="Label spreading",
    fit=fit_spreading,
    from_arrays=SpreadingHead.from_arrays,
)
