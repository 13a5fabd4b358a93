"""A student in the place of a head: another encoder's vectors, and one matrix on them.

The student's vectors stand beside the views that heads read, as one view more. The matrix reads it
and those of the views that cost little. The student is taught what a head says that has seen no
audit; the matrix is fitted to what the released head says. Neither reads a text that measures.
"""

from dataclasses import dataclass, field, replace

from numpy.typing import NDArray

from service.core.arrays import FloatT, IntArray
from service.core.heads.distil import distilled
from service.core.heads.head import Arrays, Head, probabilities_of
from service.core.heads.learner import FitLogistic, Learner
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.heads.portable_form import PortableForm
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.core.vectors.views import Layout, Stacked, side_by_side

PENALTY = 1e-4
"""Of the squared weights. The student's vectors stand for those that the head read: with less of it
the matrix learns what differs between them by chance."""


@dataclass(frozen=True, eq=False)
class StudentHead:
    """What a matrix says of some views of rows."""

    matrix: LogisticHead
    layout: Layout
    """Of the rows that it is given: the student's view is the last."""
    reads: tuple[int, ...]
    """Views that the matrix reads, side by side in this order."""

    @property
    def n_classes(self) -> int:
        return self.matrix.n_classes

    @property
    def class_indices(self) -> IntArray:
        return self.matrix.class_indices

    def probabilities(
        self, X: NDArray[FloatT], _ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        return self.matrix.probabilities(_of_views(X, self.layout, self.reads))

    def to_arrays(self) -> Arrays:
        return self.matrix.to_arrays()

    def portable_form(self) -> PortableForm:
        """For rows of the views that it reads alone."""
        widths = tuple(self.layout.widths[view] for view in self.reads)
        return replace(self.matrix.portable_form(), layout=Layout(widths))


@dataclass(frozen=True, eq=False)
class StudentLearner(Learner):
    """What measures a student: on the labels that they are given, heads are fitted to the views,
    and matrices to what these say of some texts."""

    fitted: IntArray = field(kw_only=True)
    """(m,) ordinals."""
    leaves: StudentHead = field(kw_only=True)

    def seen(self, vectors: Vectors) -> Vectors:
        """With the student's view, which heads themselves don't see."""
        return vectors

    def fit(
        self,
        vectors: Vectors,
        labels: Labels,
        n_classes: int,
        warm: Head | None = None,
        fitter: FitLogistic = fit_logistic,
    ) -> Head:
        """Of the views: others begin there."""
        return super().fit(self.of_views(vectors), labels, n_classes, warm, fitter)

    def refit(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        views = self.of_views(vectors)
        return self.student_of(super().refit(views, labels, n_classes, warm), vectors)

    def cut_back(
        self, vectors: Vectors, labels: Labels, n_classes: int, warm: Head | None = None
    ) -> Head:
        views = self.of_views(vectors)
        return self.student_of(super().cut_back(views, labels, n_classes, warm), vectors)

    def release(
        self, _vectors: Vectors, _labels: Labels, _n_classes: int, _warm: Head | None = None
    ) -> Head:
        """The one that leaves."""
        return self.leaves

    def of_views(self, vectors: Vectors) -> Vectors:
        """Without the student's, as heads of the kind see them."""
        assert isinstance(vectors, Stacked)
        *views, _ = vectors.parts
        return super().seen(views[0] if len(views) == 1 else Stacked(views))

    def student_of(self, head: Head, vectors: Vectors) -> StudentHead:
        """What says the same as a head of the views."""
        assert isinstance(vectors, Stacked)
        return student_of(head, self.of_views(vectors), vectors, self.leaves.reads, self.fitted)


def student_of(
    head: Head, seen: Vectors, beside: Stacked, reads: tuple[int, ...], fitted: IntArray
) -> StudentHead:
    """What says nearly the same of texts (ordinals) as a head that has seen vectors, by the views
    that it `reads` of those with a student's `beside` them."""
    layout = beside.layout
    X = _of_views(beside[fitted], layout, reads)
    matrix = distilled(probabilities_of(head, seen, fitted), X, PENALTY)
    return StudentHead(matrix, layout, reads)


def _of_views(X: NDArray[FloatT], layout: Layout, views: tuple[int, ...]) -> NDArray[FloatT]:
    """(n, D) of rows X (n, width). Of one view no copy."""
    return side_by_side([layout.of(X, view) for view in views])
