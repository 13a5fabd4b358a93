"""What a head is trained on: labelled rows, and the pool around them."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.matrix import Vectors
from service.core.neighbours import Neighbours, Places


@dataclass(frozen=True, eq=False)
class LabelledPool:
    """A pool some of whose rows have labels."""

    vectors: Vectors
    ordinals: IntArray
    """(m,) the labelled rows, ascending."""
    classes: IntArray
    """(m,)"""
    n_classes: int
    neighbours: Neighbours

    @staticmethod
    def of(
        vectors: Vectors,
        ordinals: IntArray,
        classes: IntArray,
        n_classes: int,
        neighbours: Neighbours,
    ) -> "LabelledPool":
        """With the labels in the order of their ordinals, whatever order they come in."""
        order = np.argsort(ordinals)
        return LabelledPool(vectors, ordinals[order], classes[order], n_classes, neighbours)

    def __len__(self) -> int:
        return len(self.ordinals)

    @cached_property
    def X(self) -> FloatArray:  # noqa: N802 - the name that rows of vectors have everywhere
        """(m, D) the labelled rows."""
        return np.asarray(self.vectors[self.ordinals])

    def places_of(self, ordinals: IntArray) -> Places:
        """Where rows of the pool stand in the graph."""
        return self.neighbours.places(np.asarray(self.vectors[ordinals]), ordinals)
