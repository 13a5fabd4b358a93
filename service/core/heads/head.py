"""What a head is, and the registry of the kinds of head."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, Protocol, runtime_checkable

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import DoubleArray, FloatArray, FloatT, IntArray
from service.core.heads.labelled import LabelledPool
from service.core.heads.portable_form import PortableForm
from service.core.vectors.matrix import Vectors, block_rows
from service.core.vectors.views import Layout
from service.kit.registry import VersionedRegistry

Arrays = dict[str, NDArray[Any]]


class Head(Protocol):
    """A trained classifier on vectors."""

    @property
    def n_classes(self) -> int: ...

    @property
    def class_indices(self) -> IntArray:
        """The classes that it knows, from labels or by name, ascending."""

    def probabilities(
        self, X: NDArray[FloatT], ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        """(n, n_classes), rows sum to 1; 0 for a class it doesn't know.

        In the precision of X (n, D). `ordinals` (n,) says which rows of the pool these are, if
        they are of the pool, to a head that knows more of those than their vectors.
        """

    def to_arrays(self) -> Arrays:
        """All of it but the pool's neighbour graph, to be stored."""


def probabilities_of(head: Head, vectors: Vectors, rows: IntArray) -> FloatArray:
    """(n, n_classes) of these rows of a pool, a block at a time: 20,000 of three views, gathered at
    once, take 82 MB."""
    probabilities = np.empty((len(rows), head.n_classes), dtype=np.float32)
    most = block_rows(vectors.shape[1])
    for start in range(0, len(rows), most):
        some = rows[start : start + most]
        probabilities[start : start + most] = head.probabilities(np.asarray(vectors[some]), some)
    return probabilities


@runtime_checkable
class LinearHead(Head, Protocol):
    """A head that is one product and a softmax, whatever computes the product."""

    @property
    def weights(self) -> FloatArray:
        """(k, D) of the classes that it knows."""

    @property
    def intercepts(self) -> FloatArray:
        """(k,)"""

    def of_products(self, seen: NDArray[FloatT], /) -> NDArray[FloatT]:
        """(n, n_classes) of rows X whose products weights X' (k, n) are given, and overwritten."""


@runtime_checkable
class PortableHead(Head, Protocol):
    """A head that can read texts that are not of the pool, without anything of ours."""

    def portable_form(self) -> PortableForm:
        """Matrices and one formula that say of such a text what it says."""


@runtime_checkable
class PoolHead(Head, Protocol):
    """A head that knows more of the rows of its pool than their vectors."""

    @property
    def layout(self) -> Layout:
        """Of the views in the rows that it reads."""

    @property
    def linear_part(self) -> Head:
        """What of it reads vectors alone."""

    def of_pool(self) -> tuple[FloatArray, IntArray]:
        """(n, width) rows of the pool on which to compare another head with it, their ordinals."""


@runtime_checkable
class ViewHead(Head, Protocol):
    """A head that reads several views side by side."""

    @property
    def view_weights(self) -> DoubleArray:
        """(V,) how much each view says, by what the labels have shown; they sum to 1. By them
        strategies see the pool."""


def view_weights(head: Head | None) -> DoubleArray | None:
    """(V,) those of a head that has them."""
    return head.view_weights if isinstance(head, ViewHead) else None


@runtime_checkable
class SetHead(Head, Protocol):
    """A head of rows that may have several classes, or none: its probabilities are each of a class
    by itself, above 0.5 where it names the class."""

    def margins(self, probabilities: NDArray[FloatT], /) -> NDArray[FloatT]:
        """(n,) 0 to 1 of rows with these probabilities (n, n_classes): small = unsure."""

    def stated(self, probabilities: NDArray[FloatT], /) -> DoubleArray:
        """(n, n_classes) how likely it holds classes to be that it gives these probabilities."""


@dataclass(frozen=True)
class HeadKind:
    """A way to train a head, found by name."""

    name: str
    version: int
    title: str
    fit: Callable[..., Head]
    """fit(pool: LabelledPool, warm=None) -> Head; `warm` is an earlier one of its kind."""
    from_arrays: Callable[..., Head]
    """from_arrays(arrays, neighbours: Neighbours) -> Head. A kind that reads views gets the graphs
    of all of them: (V,) Neighbours, or None of a view without."""
    reads_views: bool = False
    """Whether it is given all views, side by side; others read the first alone."""
    released_by: Callable[..., Head] | None = None
    """What fits the head to be released, where that takes more care; as `fit`."""
    refitted_by: Callable[..., Head] | None = None
    """What fits a head that differs from `warm` in a few labels, where that can be had cheaper."""

    cut_back_by: Callable[..., Head] | None = None
    """What fits a head without some labels of `warm`. It doesn't go on from its fit, which would
    remember them: benchmarks/findings/0039."""
    reads_graph: bool = True
    """Whether it reads the pool's neighbours."""
    is_linear: bool = False
    """Whether it is plain logistic regression, which a GPU fits and scores where there is one."""
    is_of_sets: bool = False
    """Whether its probabilities are of each class by itself: a row may have several, or none."""

    def refit(self, pool: LabelledPool, warm: Head | None = None) -> Head:
        """A head only to be scored; `warm` is one of its kind on nearly the same labels."""
        return (self.refitted_by or self.fit)(pool, warm)

    def cut_back(self, pool: LabelledPool, warm: Head | None = None) -> Head:
        """A head only to be scored, which mustn't know the other labels that `warm` has learnt."""
        return (self.cut_back_by or self.fit)(pool, warm)

    def release(self, pool: LabelledPool, warm: Head | None = None) -> Head:
        """The head to be released; `warm` is an earlier one of its kind."""
        return (self.released_by or self.fit)(pool, warm)


_registry: VersionedRegistry[HeadKind] = VersionedRegistry("service.core.heads", "head")

register_head = _registry.add
find_head = _registry.find
head_names = _registry.names
all_heads = _registry.all
