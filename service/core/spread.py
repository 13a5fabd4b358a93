"""Labels spread along a neighbour graph: what each says about every other row of the pool."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from service.core.arrays import FloatArray, IntArray
from service.core.neighbours import Neighbours, Places

ALPHA = 0.9
STEPS = 30


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
    """(m, m) what arrives at labelled row i from labelled row j."""
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
        reach = self._spread_from(neighbours, places_of, either[touched])
        change = np.zeros_like(self.mass)
        for sign, at in ((1, after[touched]), (-1, before[touched])):
            change += sign * _by_class(reach[:, at >= 0], at[at >= 0], self.mass.shape[1])
        fresh = touched & (after >= 0)
        arrives = places_of(ordinals).shares(self.k) @ reach[:, fresh[touched]]
        between = _grown(self.ordinals, self.between, ordinals)
        at_fresh = np.searchsorted(ordinals, either[fresh])
        between[:, at_fresh] = arrives
        between[at_fresh] = arrives.T
        return Spread(self.k, ordinals, classes, self.mass + change, between)

    def _spread_from(
        self, neighbours: Neighbours, places_of: Callable[[IntArray], Places], ordinals: IntArray
    ) -> FloatArray:
        """(n_nodes, b) where labels at these rows get to."""
        unknown = np.array([o for o in ordinals.tolist() if o not in self._ahead], dtype=np.int64)
        if len(unknown):
            found = _reach(neighbours.graph(self.k), places_of(unknown).shares(self.k))
            self._ahead.update(zip(unknown.tolist(), found.T, strict=True))
        reach = np.empty((len(self.mass), len(ordinals)), dtype=np.float32)
        for column, ordinal in enumerate(ordinals.tolist()):
            reach[:, column] = self._ahead[ordinal]
        return reach

    def at(self, places: Places) -> FloatArray:
        """(n, n_classes) class shares at these places, rows sum to 1."""
        return normalised(places.shares(self.k) @ self.mass, self.classes)

    def out_of_fold(self, fold: IntArray) -> FloatArray:
        """(m, n_classes) class shares at each labelled row by the labels of other folds.

        Exactly what spreading without the labels of its fold would give.
        """
        left = np.zeros((len(fold), self.mass.shape[1]), dtype=np.float32)
        for number in np.unique(fold):
            own = fold == number
            left[own] = _by_class(
                self.between[np.ix_(own, ~own)], self.classes[~own], left.shape[1]
            )
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
    tiny = np.finfo(np.float32).tiny
    return np.where(total > tiny, mass / np.maximum(total, tiny), uniform).astype(np.float32)


def _reach(graph: "scipy.sparse.csr_matrix", shares: "scipy.sparse.csr_matrix") -> FloatArray:
    """(n_nodes, b) where labels at b places (shares, one a row) get to."""
    source = np.ascontiguousarray(shares.T.toarray(), dtype=np.float32)
    reach = source.copy()
    for _ in range(STEPS):
        reach = np.float32(ALPHA) * (graph @ reach) + np.float32(1 - ALPHA) * source
    return reach


def _by_class(columns: FloatArray, classes: IntArray, n_classes: int) -> FloatArray:
    """(n, n_classes) columns (n, b) added up by class."""
    of = scipy.sparse.csr_matrix(
        (np.ones(len(classes), dtype=np.float32), (np.arange(len(classes)), classes)),
        shape=(len(classes), n_classes),
    )
    return np.asarray(columns @ of, dtype=np.float32)
