"""What a strategy chooses from, and a look at every row of a large pool."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import Any, TypeVar

import numpy as np

from service.core.acquisition.margins import Margins, smallest
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.compute import Scorer
from service.core.heads.head import Head, probabilities_of, view_weights
from service.core.numpy_compute import NUMPY, margins_of
from service.core.vectors.matrix import Vectors
from service.core.vectors.views import geometry

KEPT = 256
"""Of each block of rows so many are kept as likely of a rare class."""


@dataclass(frozen=True, eq=False)
class Survey:
    """What stood out."""

    unsure: BoolArray
    """(N,) rows of which the head is least sure, roughly. No others count as unsure."""
    likely: Mapping[int, IntArray]
    """By rare class, rows that are likeliest of it, roughly."""


def survey(
    head: Head,
    vectors: Vectors,
    allowed: BoolArray,
    most: int,
    rare: Sequence[int],
    scorer: Scorer,
) -> Survey:
    """Of the allowed rows (N,), more than `most`: those of which a head, which may be a rough one,
    is least sure, `most` of them, and for the `rare` classes together as many that may be of one.
    """
    margins = np.full(len(allowed), np.inf, dtype=np.float32)
    likeliest: dict[int, list[tuple[IntArray, FloatArray]]] = {c: [] for c in rare}

    def see(rows: IntArray, probabilities: FloatArray) -> None:
        margins[rows] = margins_of(head, probabilities)
        here = allowed[rows]
        for c in rare:
            likely = np.where(here, probabilities[:, c], -1)
            few = np.argsort(-likely, kind="stable")[:KEPT]
            likeliest[c].append((rows[few], likely[few]))

    scorer.look_over(head, vectors, see)
    margins[~allowed] = np.inf
    unsure = np.zeros(len(allowed), dtype=np.bool_)
    unsure[np.argpartition(margins, most)[:most]] = True
    return Survey(unsure, {c: _likeliest(likeliest[c], most // len(rare)) for c in rare})


def _likeliest(candidates: list[tuple[IntArray, FloatArray]], most: int) -> IntArray:
    """(k,) ordinals, in no order that depends on which block was seen first."""
    rows, likely = (np.concatenate(each) for each in zip(*candidates, strict=True))
    rows, likely = rows[likely >= 0], likely[likely >= 0]
    return rows[np.lexsort((rows, -likely))[:most]]


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
        vectors = geometry(stack, view_weights(head))
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
        return probabilities_of(self._need_head(), self.stack, ordinals)

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
