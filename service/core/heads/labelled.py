"""What a head is trained on: labelled rows, and the pool around them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.label_propagation import Spread
from service.core.targets.class_names import ClassNames
from service.core.targets.one_class import class_of_each
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import GraphPositions, Neighbours
from service.core.vectors.views import Layout, layout_of, view_of


@dataclass(frozen=True, eq=False)
class LabelledPool:
    """A pool some of whose rows have labels."""

    vectors: Vectors
    """(N, D), or (N, width) of several views side by side."""
    ordinals: IntArray
    """(m,) the labelled rows, ascending."""
    targets: Targets
    """(m,)"""
    n_classes: int
    layout: Layout
    graphs: tuple[Neighbours | None, ...]
    """(V,) of each view; None of one that has none."""
    names: ClassNames | None = None
    """What the classes are called, to heads that read that; as wide as the vectors."""
    speaks: Mapping[int, IntArray] = field(default_factory=dict)
    """Of views whose columns are the log odds of classes: the class of each column, -1 of none."""

    @staticmethod
    def of(
        vectors: Vectors,
        ordinals: IntArray,
        targets: Targets,
        n_classes: int,
        neighbours: Neighbours | Sequence[Neighbours | None],
        names: ClassNames | None = None,
        layout: Layout | None = None,
        speaks: Mapping[int, IntArray] | None = None,
    ) -> "LabelledPool":
        """With the labels in the order of their ordinals, whatever order they come in.

        `neighbours` are the graph of the one view, or the graphs of all; without a layout all
        columns are one view's, unless vectors that are stacked say otherwise.
        """
        if layout is None:
            layout = layout_of(vectors)
        graphs = (neighbours,) if isinstance(neighbours, Neighbours) else tuple(neighbours)
        order = np.argsort(ordinals)
        return LabelledPool(
            vectors, ordinals[order], targets[order], n_classes, layout, graphs, names, speaks or {}
        )

    def view(self, number: int) -> "LabelledPool":
        """The pool as one view shows it: its columns, its graph, and the names it can say."""
        return self._views[number]

    @cached_property
    def _views(self) -> "list[LabelledPool]":
        return [self] if self.n_views == 1 else [self._view(v) for v in range(self.n_views)]

    def _view(self, number: int) -> "LabelledPool":
        return replace(
            self,
            vectors=view_of(self.vectors, self.layout, number),
            layout=Layout((self.layout.widths[number],)),
            graphs=(self.graphs[number],),
            names=None if self.names is None else self.names.of(self.layout, number),
        )

    def __len__(self) -> int:
        return len(self.ordinals)

    @property
    def n_views(self) -> int:
        return len(self.layout.widths)

    @property
    def neighbours(self) -> Neighbours:
        """The graph of the first view. ValueError when it has none."""
        if self.graphs[0] is None:
            raise ValueError("this view has no graph")
        return self.graphs[0]

    @cached_property
    def classes(self) -> IntArray:
        """(m,) to heads that learn one class a row."""
        return class_of_each(self.targets)

    @cached_property
    def X(self) -> FloatArray:  # noqa: N802 - the name that rows of vectors have everywhere
        """(m, D) the labelled rows."""
        return np.asarray(self.vectors[self.ordinals])

    def places_of(self, ordinals: IntArray) -> GraphPositions:
        """Where rows of the pool stand in the graph of the first view."""
        X = np.asarray(self.vectors[ordinals])
        return self.neighbours.places(self.layout.of(X, 0), ordinals)


def spread_of(pool: LabelledPool, start: Spread | None, k: int, brief: bool = False) -> Spread:
    """The labels of a pool spread, from `start` on when it is of the same classes and nodes.

    `brief`: as `Spread.labelled` has it.
    """
    shape = (len(pool.neighbours.nodes), pool.n_classes)
    if start is None or start.mass.shape != shape or start.k != k:
        start = Spread.nothing(pool.neighbours, k, pool.n_classes)
    return start.labelled(pool.neighbours, pool.places_of, pool.ordinals, pool.classes, brief)
