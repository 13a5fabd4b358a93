"""What a strategy chooses from."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np

from service.core.acquisition.margins import Margins
from service.core.acquisition.survey import Survey
from service.core.acquisition.ties import smallest
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.compute import Scorer
from service.core.heads.head import Head
from service.core.numpy_compute import NUMPY
from service.core.vectors.matrix import Vectors
from service.core.vectors.views import geometry

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, eq=False)
class Pool:
    """The items of a project as a strategy sees them. One index space: row = ordinal."""

    vectors: Vectors
    """(N, D) unit rows; holes are zero rows and never eligible. Of several views, what they make
    together by the weights that the head has found: see `views.geometry`."""
    eligible: BoolArray
    """(N,) may be chosen now."""
    taken: BoolArray
    """(N,) labelled or handed out: counts as chosen already."""
    n_classes: int
    n_labels: int
    """Labels that the ranking head has seen."""
    head: Head | None
    """The ranking head; None before there are two classes of labels."""
    scorer: Scorer = NUMPY.scorer
    views: Vectors | None = None
    """(N, width) all views side by side, where the head reads that."""
    survey: Survey | None = None
    """What stood out among all rows, of a large pool whose strategy looks at every one."""
    _cache: dict[str, Any] = field(default_factory=dict, repr=False)

    @staticmethod
    def seen_by(
        head: Head | None,
        stack: Vectors,
        eligible: BoolArray,
        taken: BoolArray,
        n_classes: int,
        n_labels: int,
        scorer: Scorer,
    ) -> "Pool":
        """The pool of a head that reads `stack`: of several views strategies see their mean by the
        head's `view_weights`, of a head that has none the first."""
        vectors = geometry(stack, getattr(head, "view_weights", None))
        views = None if vectors is stack else stack
        return Pool(vectors, eligible, taken, n_classes, n_labels, head, scorer, views)

    def least_sure(self, k: int, rng: np.random.Generator) -> IntArray:
        """(k,) eligible ordinals with the smallest margins, ascending; equal ones in random order.

        The same, whatever computes. ValueError when there is no head; k <= number of eligible.
        """
        margins = self._margins()
        contenders = margins.contenders(np.flatnonzero(self.eligible), k)
        return contenders[smallest(margins.of(contenders), k, rng)]

    def margins(self, ordinals: IntArray) -> FloatArray:
        """(n,) probability of the most likely class less that of the second: small = unsure."""
        return self._margins().of(ordinals)

    def probabilities(self, ordinals: IntArray) -> FloatArray:
        """(n, n_classes) of the ranking head. ValueError when there is none."""
        return self._need_head().probabilities(np.asarray(self.stack[ordinals]), ordinals)

    @property
    def stack(self) -> Vectors:
        """What the head reads. To choose by what is near what, take `vectors`."""
        return self.vectors if self.views is None else self.views

    def rows(self, ordinals: IntArray) -> FloatArray:
        """(len(ordinals), D) a copy of these vectors: gather what you need, never all."""
        return np.asarray(self.vectors[ordinals])

    def without(self, ordinals: IntArray) -> "Pool":
        """The pool after these were chosen: taken, no longer eligible."""
        eligible, taken = self.eligible.copy(), self.taken.copy()
        eligible[ordinals] = False
        taken[ordinals] = True
        # Shares the cache: head and vectors are the same.
        return replace(self, eligible=eligible, taken=taken)

    def cached(self, key: str, compute: Callable[[], ValueT]) -> ValueT:
        """A value that all batches of a ranking share, computed for the first that asks."""
        if key not in self._cache:
            self._cache[key] = compute()
        value: ValueT = self._cache[key]
        return value

    def _margins(self) -> Margins:
        head = self._need_head()
        if self.survey is None:
            key = self.scorer, self.eligible
            return self.cached("margins", lambda: Margins(head, self.stack, *key))
        of = self.scorer, self.survey.unsure, self.survey.unsure
        return self.cached("margins", lambda: Margins(head, self.stack, *of))

    def _need_head(self) -> Head:
        if self.head is None:
            raise ValueError("there is no ranking head yet")
        return self.head
