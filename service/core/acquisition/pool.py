"""What a strategy chooses from."""

from collections.abc import Callable
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.heads.head import Head

# 77 classes x 8,192 rows of float32 are 2.5 MB: probabilities stay in the cache while margins
# are taken from them.
CHUNK = 8_192

ValueT = TypeVar("ValueT")


@dataclass(frozen=True, eq=False)
class Pool:
    """The items of a project as a strategy sees them. One index space: row = ordinal."""

    vectors: FloatArray
    """(N, D) unit rows, perhaps a memory map; holes are zero rows and never eligible."""
    eligible: BoolArray
    """(N,) may be chosen now."""
    taken: BoolArray
    """(N,) labelled or handed out: counts as chosen already."""
    n_classes: int
    n_labels: int
    """Labels that the ranking head has seen."""
    head: Head | None
    """The ranking head; None before there are two classes of labels."""
    _cache: dict[str, Any] = field(default_factory=dict, repr=False)

    def margins(self) -> FloatArray:
        """(N,) probability of the most likely class less that of the second: small = unsure."""
        return self.cached("margins", self._margins)

    def probabilities(self, rows: IntArray) -> FloatArray:
        """(len(rows), n_classes) of the ranking head. ValueError when there is none."""
        return self._need_head().probabilities(np.asarray(self.vectors[rows]))

    def without(self, ordinals: IntArray) -> "Pool":
        """The pool after these were chosen: taken, no longer eligible."""
        eligible, taken = self.eligible.copy(), self.taken.copy()
        eligible[ordinals] = False
        taken[ordinals] = True
        # Shares the cache: head and vectors are the same.
        return replace(self, eligible=eligible, taken=taken)

    def cached(self, key: str, compute: Callable[[], ValueT]) -> ValueT:
        """A value that depends on head and vectors alone, computed once for all batches."""
        if key not in self._cache:
            self._cache[key] = compute()
        value: ValueT = self._cache[key]
        return value

    def _margins(self) -> FloatArray:
        head = self._need_head()
        margins = np.empty(len(self.vectors), dtype=np.float32)
        for start in range(0, len(margins), CHUNK):
            chunk = np.asarray(self.vectors[start : start + CHUNK])
            margins[start : start + CHUNK] = top_two_margin(head.probabilities(chunk))
        return margins

    def _need_head(self) -> Head:
        if self.head is None:
            raise ValueError("there is no ranking head yet")
        return self.head


def top_two_margin(probabilities: FloatArray) -> FloatArray:
    """(n,) largest less second largest of each row of (n, C); with one class the largest.

    Walks over classes, not rows: each step is one pass over n contiguous numbers.
    """
    columns = probabilities.T
    first: FloatArray = columns[0].copy()
    second = np.zeros_like(first)
    for column in columns[1:]:
        np.maximum(second, np.minimum(first, column), out=second)
        np.maximum(first, column, out=first)
    first -= second
    return first
