"""Labels spread along a neighbour graph: what each says about every other row of the pool."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from service.core.arrays import FloatArray, IntArray
from service.core.neighbours import Neighbours
from service.core.places import Places

ALPHA = 0.9
STEPS = 30
MOST_APART = 1_000
"""Labels that are spread each by itself. More of them are spread a class at a time, which costs as
much however many there are; leaving some out then means spreading the others again."""

TINY = float(np.finfo(np.float32).tiny)


@dataclass(frozen=True, eq=False)
class Spread:
    """Where the labels of some rows have got to.

    Zhou et al. (2004), Learning with local and global consistency: F <- alpha G F +
    (1 - alpha) Y, 30 times from F = Y. That is linear in the labels Y, so a new label adds a
    column of its own and nothing else is computed again; and since G is symmetric, what a label
    tells a labelled row is kept in an (m, m) table from which any of them can be left out.
    """

    k: int
    """Neighbours of the graph."""
    ordinals: IntArray
    """(m,) the labelled rows, ascending."""
    classes: IntArray
    """(m,)"""
    mass: FloatArray
    """(n_nodes, n_classes)"""
    between: FloatArray
    """(m, m) what arrives at labelled row i from labelled row j; (0, 0) when spread by class."""
    _ahead: dict[int, FloatArray] = field(default_factory=dict, repr=False)
    """(n_nodes,) where a label at a row gets to, for what was added to this spread before: the
    heads of a cross-fit all start from one, and have most of their labels in common."""

    @staticmethod
    def nothing(neighbours: Neighbours, k: int, n_classes: int) -> "Spread":
        return Spread(
            k,
            np.empty(0, dtype=np.int64),
            np.empty(0, dtype=np.int64),
            np.zeros((len(neighbours.nodes), n_classes), dtype=np.float32),
            np.zeros((0, 0), dtype=np.float32),
        )

    def labelled(
        self,
        neighbours: Neighbours,
        places_of: Callable[[IntArray], Places],
        ordinals: IntArray,
        classes: IntArray,
    ) -> "Spread":
        """The spread of these labels, from this one: only what is new, gone or different costs.

        ordinals (m,) ascending, classes (m,).
        """
        either = np.union1d(self.ordinals, ordinals)
        before = _classes_at(either, self.ordinals, self.classes)
        after = _classes_at(either, ordinals, classes)
        touched = before != after
        n_classes = self.mass.shape[1]
        moved = _of(after[touched], n_classes) - _of(before[touched], n_classes)
        mass = self.mass.copy()
        if self.is_by_class or len(ordinals) > MOST_APART:
            shares = places_of(either[touched]).shares(self.k)
            moving = np.unique(moved.indices)
            mass[:, moving] += _reach(neighbours.graph(self.k), shares.T @ moved[:, moving])
            between = np.zeros((0, 0), dtype=np.float32)
        else:
            reach = self._spread_from(neighbours, places_of, either[touched])
            mass += reach @ moved
            between = _grown(self.ordinals, self.between, ordinals)
            fresh = touched & (after >= 0)
            arrives = places_of(ordinals).shares(self.k) @ reach[:, fresh[touched]]
            at_fresh = np.searchsorted(ordinals, either[fresh])
            between[:, at_fresh] = arrives
            between[at_fresh] = arrives.T
        return Spread(self.k, ordinals, classes, mass, between)

    @property
    def is_by_class(self) -> bool:
        """Whether it isn't known what each label says by itself: it was one of too many."""
        return len(self.between) < len(self.ordinals)

    def _spread_from(
        self, neighbours: Neighbours, places_of: Callable[[IntArray], Places], ordinals: IntArray
    ) -> FloatArray:
        """(n_nodes, b) where labels at these rows get to."""
        unknown = np.array([o for o in ordinals.tolist() if o not in self._ahead], dtype=np.int64)
        if len(unknown):
            shares = places_of(unknown).shares(self.k)
            found = _reach(neighbours.graph(self.k), shares.T)
            self._ahead.update(zip(unknown.tolist(), found.T, strict=True))
        reach = np.empty((len(self.mass), len(ordinals)), dtype=np.float32)
        for column, ordinal in enumerate(ordinals.tolist()):
            reach[:, column] = self._ahead[ordinal]
        return reach

    def at(self, places: Places) -> FloatArray:
        """(n, n_classes) class shares at these places, rows sum to 1."""
        return normalised(places.shares(self.k) @ self.mass, self.classes)

    def out_of_fold(
        self, fold: IntArray, neighbours: Neighbours, places_of: Callable[[IntArray], Places]
    ) -> FloatArray:
        """(m, n_classes) class shares at each labelled row by the labels of other folds.

        Exactly what spreading without the labels of its fold would give.
        """
        folds = [fold == number for number in np.unique(fold)]
        left = np.zeros((len(fold), self.mass.shape[1]), dtype=np.float32)
        of = _of(self.classes, self.mass.shape[1])
        if self.is_by_class:
            shares, graph = places_of(self.ordinals).shares(self.k), neighbours.graph(self.k)
            masses = [_reach(graph, shares[own].T @ of[own]) for own in folds]
            for number, own in enumerate(folds):
                # Added up, not taken from the whole: a difference keeps a trace of what it lacks.
                left[own] = shares[own] @ sum(masses[:number] + masses[number + 1 :])
        else:
            for own in folds:
                left[own] = self.between[np.ix_(own, ~own)] @ of[~own]
        return normalised(left, self.classes)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        return {
            "k": np.asarray(self.k),
            "ordinals": self.ordinals,
            "classes": self.classes,
            "mass": self.mass,
            "between": self.between,
        }

    @staticmethod
    def from_arrays(arrays: Mapping[str, NDArray[Any]]) -> "Spread":
        return Spread(
            int(arrays["k"]),
            arrays["ordinals"].astype(np.int64),
            arrays["classes"].astype(np.int64),
            arrays["mass"].astype(np.float32),
            arrays["between"].astype(np.float32),
        )


def _classes_at(either: IntArray, ordinals: IntArray, classes: IntArray) -> IntArray:
    """The class of each of `either`, -1 where it isn't among `ordinals`, which are."""
    found = np.full(len(either), -1, dtype=np.int64)
    found[np.searchsorted(either, ordinals)] = classes
    return found


def _grown(before: IntArray, table: FloatArray, after: IntArray) -> FloatArray:
    """(m, m) for the rows `after`, with what `table` says of those that were there `before`."""
    grown = np.zeros((len(after), len(after)), dtype=np.float32)
    stays = np.isin(before, after)
    at = np.searchsorted(after, before[stays])
    grown[np.ix_(at, at)] = table[np.ix_(stays, stays)]
    return grown


def normalised(mass: FloatArray, classes: IntArray) -> FloatArray:
    """Rows scaled to sum to 1; where nothing has arrived, the classes seen are equally likely."""
    total = mass.sum(axis=1, keepdims=True)
    uniform = np.zeros(mass.shape[1], dtype=np.float32)
    seen = np.unique(classes)
    uniform[seen] = 1 / max(len(seen), 1)
    return np.where(total > TINY, mass / np.maximum(total, TINY), uniform).astype(np.float32)


def _reach(
    graph: "scipy.sparse.csr_matrix", at: "scipy.sparse.csr_matrix | scipy.sparse.csc_matrix"
) -> FloatArray:
    """(n_nodes, b) where b labels get to; `at` (n_nodes, b) says where they stand."""
    source = np.ascontiguousarray(at.toarray(), dtype=np.float32)
    reach = source.copy()
    for _ in range(STEPS):
        reach = np.float32(ALPHA) * (graph @ reach) + np.float32(1 - ALPHA) * source
    return reach


def _of(classes: IntArray, n_classes: int) -> "scipy.sparse.csr_matrix":
    """(b, n_classes) a one in each row at its class; none where that is -1."""
    rows = np.flatnonzero(classes >= 0)
    return scipy.sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, classes[rows])),
        shape=(len(classes), n_classes),
    )
