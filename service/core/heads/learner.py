"""The kind of head that a campaign ranks with and releases, and what it learns from."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatArray, IntArray
from service.core.heads.head import Head, HeadKind, find_head
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.targets.class_names import ClassNames
from service.core.targets.labels import Labels
from service.core.targets.one_class import class_of_each
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import Neighbours, no_neighbours
from service.core.vectors.views import Layout, view_of

PLAIN = "logistic@1"

FitLogistic: TypeAlias = Callable[[FloatArray, IntArray, int, LogisticHead | None], LogisticHead]
"""(X, y, n_classes, warm) -> head"""


@dataclass(frozen=True, eq=False)
class Learner:
    """Fits heads of one kind in one pool."""

    kind: HeadKind
    neighbours: Neighbours | None = None
    """The pool's graph, to a kind that reads it."""
    names: ClassNames | None = None
    """What the classes are called; None where nobody knows."""
    layout: Layout | None = None
    """Of vectors and names, where several views stand side by side."""
    further: tuple[Neighbours | None, ...] = ()
    """The graphs of the further views; None of one that has none."""
    speaks: Mapping[int, IntArray] = field(default_factory=dict)
    """Of views whose columns are the log odds of classes: the class of each column, -1 of none."""

    @staticmethod
    def plain() -> "Learner":
        """Logistic regression, which looks at labels alone."""
        return Learner(find_head(PLAIN))

    def fit(
        self,
        vectors: Vectors,
        labels: Labels,
        n_classes: int,
        warm: Head | None = None,
        fitter: FitLogistic = fit_logistic,
    ) -> Head:
        """A head for these labels, at least one; `warm` is an earlier one of the kind."""
        if self.kind.is_linear:
            assert warm is None or isinstance(warm, LogisticHead)
            labels = labels.taught()
            X = np.asarray(self.seen(vectors)[labels.ordinals])
            return fitter(X, class_of_each(labels.targets), n_classes, warm)
        return self.kind.fit(self._pool(vectors, labels, n_classes), warm)

    def refit(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        """The same, cheaper, from a head on nearly the same labels: only to be scored."""
        return self.kind.refit(self._pool(vectors, labels, n_classes), warm)

    def cut_back(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        """A head that mustn't know the other labels of `warm`: only to be scored."""
        return self.kind.cut_back(self._pool(vectors, labels, n_classes), warm)

    def release(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        """The same, as carefully as what people will use deserves."""
        return self.kind.release(self._pool(vectors, labels, n_classes), warm)

    def restored(self, arrays: Mapping[str, NDArray[Any]]) -> Head:
        """A head of this kind that was stored."""
        return self.kind.from_arrays(arrays, self._graphs() if self.reads_views else self._graph())

    def seen(self, vectors: Vectors) -> Vectors:
        """What its heads read of vectors or rows of all views: all of it, or the first view.

        Heads are trained, and asked for probabilities, on this.
        """
        if self.layout is None or self.reads_views:
            return vectors
        return view_of(vectors, self.layout, 0)

    @property
    def seen_names(self) -> ClassNames | None:
        """The names, as wide as what is seen."""
        if self.names is None or self.layout is None or self.reads_views:
            return self.names
        return self.names.of(self.layout, 0)

    @property
    def reads_views(self) -> bool:
        return self.kind.reads_views

    @property
    def label(self) -> str:
        """The name and version of the kind."""
        return f"{self.kind.name}@{self.kind.version}"

    def _pool(self, vectors: Vectors, labels: Labels, n_classes: int) -> LabelledPool:
        labels = labels.taught()
        return LabelledPool.of(
            self.seen(vectors),
            labels.ordinals,
            labels.targets,
            n_classes,
            self._graphs() if self.reads_views else self._graph(),
            self.seen_names,
            self.layout if self.reads_views else None,
            self.speaks,
        )

    def gather_nodes(self) -> None:
        """Reads now what rows of elsewhere are looked up among."""
        for graph in (self.neighbours, *self.further):
            if graph is not None:
                graph.gathered()

    def _graphs(self) -> tuple[Neighbours | None, ...]:
        return (self._graph(), *self.further)

    def _graph(self) -> Neighbours:
        if self.neighbours is None and self.kind.reads_graph:
            raise ValueError(f"{self.kind.name} needs the neighbours of the pool's rows")
        return self.neighbours or no_neighbours()
