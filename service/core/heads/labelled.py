"""What a head is trained on: labelled rows, and the pool around them."""

from dataclasses import dataclass, replace
from functools import cached_property

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.class_names import ClassNames
from service.core.matrix import Vectors
from service.core.neighbours import Neighbours, Places
from service.core.one_class import class_of_each
from service.core.targets import Targets


@dataclass(frozen=True, eq=False)
class LabelledPool:
    """A pool some of whose rows have labels."""

    vectors: Vectors
    ordinals: IntArray
    """(m,) the labelled rows, ascending."""
    targets: Targets
    """(m,)"""
    n_classes: int
    neighbours: Neighbours
    names: ClassNames | None = None
    """What the classes are called, to heads that read that."""

    @staticmethod
    def of(
        vectors: Vectors,
        ordinals: IntArray,
        targets: Targets,
        n_classes: int,
        neighbours: Neighbours,
        names: ClassNames | None = None,
    ) -> "LabelledPool":
        """With the labels in the order of their ordinals, whatever order they come in."""
        order = np.argsort(ordinals)
        return LabelledPool(vectors, ordinals[order], targets[order], n_classes, neighbours, names)

    def without_names(self) -> "LabelledPool":
        """The same, of classes that could be called anything."""
        return replace(self, names=None)

    def __len__(self) -> int:
        return len(self.ordinals)

    @cached_property
    def classes(self) -> IntArray:
        """(m,) to heads that learn one class a row."""
        return class_of_each(self.targets)

    @cached_property
    def X(self) -> FloatArray:  # noqa: N802 - the name that rows of vectors have everywhere
        """(m, D) the labelled rows."""
        return np.asarray(self.vectors[self.ordinals])

    def places_of(self, ordinals: IntArray) -> Places:
        """Where rows of the pool stand in the graph."""
        return self.neighbours.places(np.asarray(self.vectors[ordinals]), ordinals)
