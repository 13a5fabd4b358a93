"""What a strategy chooses from."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np

from service.core.acquisition.margins import Margins
from service.core.acquisition.ties import smallest
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.compute import Scorer
from service.core.heads.head import Head
from service.core.matrix import Vectors
from service.core.numpy_compute import NUMPY

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, eq=False)
class Pool:
    """The items of a project as a strategy sees them. One index space: row = ordinal."""

    vectors: Vectors
    """(N, D) unit rows; holes are zero rows and never eligible."""
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
    _cache: dict[str, Any] = field(default_factory=dict, repr=False)

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
        return self._need_head().probabilities(self.rows(ordinals), ordinals)

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
        return self.cached("margins", lambda: Margins(head, self.vectors, self.scorer))

    def _need_head(self) -> Head:
        if self.head is None:
            raise ValueError("there is no ranking head yet")
        return self.head
