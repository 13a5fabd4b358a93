"""A student in the place of a head: another encoder's vectors, and one matrix on them.

The student's vectors stand beside the views that heads read, as one view more. It is taught what a
head says that has seen no audit; the matrix is fitted to what the released head says. Neither reads
a text that measures.
"""

from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatT, IntArray
from service.core.heads.distil import distilled
from service.core.heads.head import Arrays, Head, probabilities_of
from service.core.heads.learner import FitLogistic, Learner
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.core.vectors.views import Stacked


@dataclass(frozen=True, eq=False)
class StudentHead:
    """What a matrix says of the last view of rows."""

    matrix: LogisticHead

    @property
    def n_classes(self) -> int:
        return self.matrix.n_classes

    @property
    def class_indices(self) -> IntArray:
        return self.matrix.class_indices

    def probabilities(
        self, X: NDArray[FloatT], _ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        return self.matrix.probabilities(X[:, -self.matrix.weights.shape[1] :])

    def to_arrays(self) -> Arrays:
        return self.matrix.to_arrays()


@dataclass(frozen=True, eq=False)
class StudentLearner(Learner):
    """What measures a student: on the labels that they are given, heads are fitted to the views,
    and matrices to what these say of the texts that the student was taught."""

    taught: IntArray = field(kw_only=True)
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
        return student_of(head, self.of_views(vectors), vectors.parts[-1], self.taught)


def student_of(head: Head, seen: Vectors, own: Vectors, taught: IntArray) -> StudentHead:
    """What says nearly the same as a head that has seen vectors, by a student's `own` vectors of
    the texts (ordinals) that it was taught."""
    P = probabilities_of(head, seen, taught)
    return StudentHead(distilled(P, np.asarray(own[taught])))
