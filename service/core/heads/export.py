"""In which form a head leaves: as it is where it can, else as one matrix, else with its pool."""

from dataclasses import dataclass, field, replace
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatArray, FloatT, IntArray
from service.core.heads.distil import MOST_DIFFERENT, distilled
from service.core.heads.head import Arrays, Head, PoolHead, PortableHead
from service.core.heads.learner import Learner
from service.core.heads.portable_form import PortableForm
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors


class Form(StrEnum):
    AS_IT_IS = "as_it_is"
    """It looks at vectors alone."""
    DISTILLED = "distilled"
    """One matrix that says nearly the same."""
    WITH_POOL = "with_pool"
    """With the vectors of the pool's texts, which speak for those near to them."""
    STUDENT = "student"
    """One matrix on the vectors of a small encoder, which was taught to say nearly the same, and
    on those of encoders that cost little."""


@dataclass(frozen=True, eq=False)
class HeadExport:
    head: PortableForm
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
class ExportLearner(Learner):
    """What measures a head that leaves: others in its form, on the labels that they are given.

    A head that is fitted to a part of them is made what it would be if it left.
    """

    export: HeadExport = field(kw_only=True)

    def refit(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        return in_form(super().refit(vectors, labels, n_classes, warm), self.export.form)

    def cut_back(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        return in_form(super().cut_back(vectors, labels, n_classes, warm), self.export.form)

    def release(
        self, _vectors: Vectors, _labels: Labels, _n_classes: int, _warm: Head | None = None
    ) -> Head:
        """The one that leaves."""
        return self.export.here


def in_form(head: Head, form: Form) -> Head:
    """What stands for `head` where it leaves in this form."""
    if form is Form.AS_IT_IS or not isinstance(head, PoolHead):
        return head
    if form is Form.WITH_POOL:
        return AsElsewhere(head)
    X, nodes = head.of_pool()
    return distilled(head.probabilities(X, nodes), _counting(head, X))


def head_export(head: Head) -> HeadExport:
    """The smallest form that says the same as `head` of at least 99.5 % of texts.

    Of a pool of more than 20,000 rows it is compared on the random 20,000 of its graph. TypeError
    of a head that is neither a `PortableHead` nor a `PoolHead`.
    """
    whole = head.portable_form() if isinstance(head, PortableHead) else None
    if whole is not None and not whole.needs_pool:
        return HeadExport(whole, Form.AS_IT_IS, 0, 0.0, 0.0, 0.0, head)
    if not isinstance(head, PoolHead):
        raise TypeError(f"{type(head).__name__} can't leave: it needs `portable_form` or `of_pool`")
    X, nodes = head.of_pool()
    P, counting = head.probabilities(X, nodes), _counting(head, X)
    plain = distilled(P, counting)
    classes = P.argmax(axis=1)
    lost, apart = _differ(plain, X, classes), _elsewhere(P, counting)
    if whole is None or max(lost, apart) <= MOST_DIFFERENT:
        matrix = replace(plain.portable_form(), layout=head.layout)
        return HeadExport(matrix, Form.DISTILLED, len(X), lost, lost, apart, plain)
    as_new = _differ(head, X, classes)
    return HeadExport(whole, Form.WITH_POOL, len(X), as_new, lost, apart, AsElsewhere(head))


def _counting(head: PoolHead, X: FloatArray) -> FloatArray:
    """Rows X (n, width) with zeros in views that count nothing: a matrix passes them over."""
    if not isinstance(head, PortableHead):
        return X
    counting = np.zeros_like(X)
    for view in head.portable_form().views:
        head.layout.of(counting, view)[:] = head.layout.of(X, view)
    return counting


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
