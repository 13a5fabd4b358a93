"""In which form a head leaves: as it is where it can, else as one matrix, else with its pool."""

from dataclasses import dataclass, field
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatArray, FloatT, IntArray
from service.core.heads.carried import CarriedHead
from service.core.heads.distil import MOST_DIFFERENT, distilled
from service.core.heads.head import Arrays, Head, PoolHead, PortableHead
from service.core.heads.joined import of_first_view
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors


class Form(StrEnum):
    AS_IT_IS = "as_it_is"
    """It looks at vectors alone."""
    DISTILLED = "distilled"
    """One matrix that says nearly the same."""
    WITH_POOL = "with_pool"
    """With the vectors of the pool's texts, which speak for those near to them."""


@dataclass(frozen=True, eq=False)
class Leaving:
    head: CarriedHead
    form: Form
    rows: int
    """Of the pool on which it was compared; 0 where there is nothing to compare."""
    differs: float
    """The share of them of which it says another class than the released head."""
    distilled_differs: float
    """The same of one matrix."""
    differs_elsewhere: float
    """Of texts that a matrix wasn't fitted to: from one of four fifths, on the others."""
    here: Head
    """What leaves, to be asked here."""


@dataclass(frozen=True, eq=False)
class AsElsewhere:
    """A head that takes rows of the pool for texts that it has never met."""

    head: Head

    @property
    def n_classes(self) -> int:
        return self.head.n_classes

    @property
    def class_indices(self) -> IntArray:
        return self.head.class_indices

    def probabilities(
        self, X: NDArray[FloatT], _ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        return self.head.probabilities(X)

    def to_arrays(self) -> Arrays:
        return self.head.to_arrays()


@dataclass(frozen=True, eq=False)
class LeavingLearner(Learner):
    """What measures a head that leaves: others in its form, on the labels that they are given.

    A head that is fitted to a part of them is made what it would be if it left.
    """

    leaves: Leaving = field(kw_only=True)

    def refit(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        return in_form(super().refit(vectors, labels, n_classes, warm), self.leaves.form)

    def release(
        self, _vectors: Vectors, _labels: Labels, _n_classes: int, _warm: Head | None = None
    ) -> Head:
        """The one that leaves."""
        return self.leaves.here


def in_form(head: Head, form: Form) -> Head:
    """What stands for `head` where it leaves in this form."""
    if form is Form.AS_IT_IS or not isinstance(head, PoolHead):
        return head
    if form is Form.WITH_POOL:
        return AsElsewhere(head)
    X, nodes = head.of_pool()
    layout = head.layout
    return of_first_view(distilled(head.probabilities(X, nodes), layout.of(X, 0)), layout)


def leaving(head: Head) -> Leaving:
    """The smallest form that says the same as `head` of at least 99 % of its pool.

    Of a pool of more than 20,000 rows it is compared on the random 20,000 of its graph. What reads
    several views leaves as one matrix on the first, however much that differs. TypeError of a head
    that is neither a `PortableHead` nor a `PoolHead`.
    """
    whole = head.carried() if isinstance(head, PortableHead) else None
    if whole is not None and not whole.needs_pool:
        return Leaving(whole, Form.AS_IT_IS, 0, 0.0, 0.0, 0.0, head)
    if not isinstance(head, PoolHead):
        raise TypeError(f"{type(head).__name__} can't leave: it needs `carried` or `of_pool`")
    X, nodes = head.of_pool()
    layout = head.layout
    P, first = head.probabilities(X, nodes), layout.of(X, 0)
    plain = distilled(P, first)
    classes = P.argmax(axis=1)
    lost = _differ(plain, first, classes)
    if whole is None or lost <= MOST_DIFFERENT:
        apart, here = _elsewhere(P, first), of_first_view(plain, layout)
        return Leaving(plain.carried(), Form.DISTILLED, len(X), lost, lost, apart, here)
    as_new = _differ(head, X, classes)
    return Leaving(whole, Form.WITH_POOL, len(X), as_new, lost, 0.0, AsElsewhere(head))


def _differ(head: Head, X: FloatArray, classes: IntArray) -> float:
    """Where rows X (n, D) are new to `head`."""
    return float(np.mean(head.probabilities(X).argmax(axis=1) != classes))


def _elsewhere(P: FloatArray, X: FloatArray) -> float:
    left_out = np.zeros(len(X), dtype=np.bool_)
    left_out[np.random.default_rng(len(X)).permutation(len(X))[: len(X) // 5]] = True
    if not left_out.any():
        return 0.0
    other = distilled(P[~left_out], X[~left_out])
    return _differ(other, X[left_out], P[left_out].argmax(axis=1))
