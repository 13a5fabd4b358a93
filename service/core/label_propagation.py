"""Labels spread along a neighbour graph: what each says about every other row of the pool."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property
from typing import Any, NamedTuple

import numpy as np
import scipy
from numpy.typing import NDArray

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.vectors.graph import Graph
from service.core.vectors.neighbours import GraphPositions, Neighbours

ALPHA = 0.9
STEPS = 30
MOST_APART = 1_000
"""Labels that are spread each by itself. More of them are spread a class at a time, which costs as
much however many there are; leaving some out then means spreading the others again."""
ROUNDING = 1e-6
"""Of the mass at a node: what is less, once labels have left, is what single precision leaves."""
MOST_KEPT = 256
"""Labels of which it is kept on a graph where each gets to: 20 MB. The heads of a cross-fit have
most of theirs in common, and those that learn from audit items alone have these."""

AT_ONCE = 64
"""Labels whose reach is found in one product."""

TINY = float(np.finfo(np.float32).tiny)


class Left(NamedTuple):
    """What stays at nodes whose own labels have left."""

    nodes: IntArray
    """(g,) ascending."""
    mass: FloatArray
    """(g, n_classes)"""

    def at(self, places: GraphPositions) -> FloatArray | None:
        """(n, n_classes) at these places; None where one of them isn't one of the nodes."""
        if not places.are_nodes():
            return None
        nodes = places.nearest[:, 0]
        at = np.minimum(np.searchsorted(self.nodes, nodes), len(self.nodes) - 1)
        return self.mass[at] if np.array_equal(self.nodes[at], nodes) else None


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
    mass_of: Callable[[], FloatArray]
    """`mass`, found when somebody asks for it where it may be that nobody does."""
    between: FloatArray
    """(m, m) what arrives at labelled row i from labelled row j; (0, 0) when spread by class."""
    left: Left | None = None
    """Of rows whose labels have left, what is known without `mass`."""

    @cached_property
    def mass(self) -> FloatArray:
        """(n_nodes, n_classes)"""
        return self.mass_of()

    @staticmethod
    def nothing(neighbours: Neighbours, k: int, n_classes: int) -> "Spread":
        return Spread(
            k,
            np.empty(0, dtype=np.int64),
            np.empty(0, dtype=np.int64),
            _known(np.zeros((len(neighbours.nodes), n_classes), dtype=np.float32)),
            np.zeros((0, 0), dtype=np.float32),
        )

    def labelled(
        self,
        neighbours: Neighbours,
        places_of: Callable[[IntArray], GraphPositions],
        ordinals: IntArray,
        classes: IntArray,
        brief: bool = False,
    ) -> "Spread":
        """The spread of these labels, from this one: only what is new, gone or different costs.

        ordinals (m,) ascending, classes (m,). `brief`: it is asked of the rows whose labels leave,
        soon goes itself, and holds on to this one.
        """
        either = np.union1d(self.ordinals, ordinals)
        before = _classes_at(either, self.ordinals, self.classes)
        after = _classes_at(either, ordinals, classes)
        gone, fresh = (before >= 0) & (after < 0), (after >= 0) & (before != after)
        moves = _of(after, self.mass.shape[1]) - _of(before, self.mass.shape[1])

        def at_once(some: BoolArray) -> FloatArray:
            return self._at_once(neighbours, places_of(either[some]), moves[some])

        if self.is_by_class or len(ordinals) > MOST_APART:
            nothing, mass = np.zeros((0, 0), dtype=np.float32), at_once(gone | fresh)
            return Spread(self.k, ordinals, classes, _known(mass), nothing)
        # What leaves needn't be known each by itself.
        late = gone & ~np.isin(either, list(neighbours.reach_of.get(self.k, {})))
        if len(np.unique(before[late])) == np.count_nonzero(late):
            late[:] = False
        apart = fresh | gone & ~late
        moved, added = moves[apart], np.zeros(self.mass.shape[::-1], dtype=np.float32)
        between = _grown(self.ordinals, self.between, ordinals)
        shares = places_of(ordinals).shares(self.k)
        there = np.unique(shares.indices)
        arriving = [np.empty((len(ordinals), 0), dtype=np.float32)]
        for some, reach in self._spread_from(neighbours, places_of, either[apart]):
            _add_each(added, moved[some], reach)
            arriving.append(shares[:, there] @ reach[fresh[apart][some]][:, there].T)
        arrives = np.hstack(arriving)
        at_fresh = np.searchsorted(ordinals, either[fresh])
        between[:, at_fresh] = arrives
        between[at_fresh] = arrives.T
        if brief and late.any():
            left = self._left(places_of(either[gone]), either[gone], either[late], added)
            return Spread(self.k, ordinals, classes, lambda: at_once(late) + added.T, between, left)
        mass = at_once(late)
        mass += added.T
        return Spread(self.k, ordinals, classes, _known(mass), between)

    def _left(
        self, places: GraphPositions, gone: IntArray, late: IntArray, added: FloatArray
    ) -> Left | None:
        """What stays at the rows `gone` (g,), places (g,), whose labels leave: those of the rows
        `late` among them now, those of the others with what is `added` (n_classes, n_nodes)."""
        if not places.are_nodes():
            return None
        rows, columns = (np.searchsorted(self.ordinals, some) for some in (gone, late))
        nodes = places.nearest[:, 0]
        before = self.mass[nodes]
        leaves = self.between[np.ix_(rows, columns)] @ _of(self.classes[columns], before.shape[1])
        return Left(nodes, _cleared(before - leaves, before) + added[:, nodes].T)

    def _at_once(
        self, neighbours: Neighbours, places: GraphPositions, moves: "scipy.sparse.csr_matrix"
    ) -> FloatArray:
        """The mass after `moves` (b, n_classes) of labels at these places, spread by class."""
        mass, classes = self.mass.copy(), np.unique(moves.indices)
        if len(classes):
            moved = places.shares(self.k).T @ moves[:, classes]
            before = mass[:, classes]
            mass[:, classes] = _cleared(before + _reach(neighbours.graph(self.k), moved), before)
        return mass

    @property
    def is_by_class(self) -> bool:
        """Whether it isn't known what each label says by itself: it was one of too many."""
        return len(self.between) < len(self.ordinals)

    def _spread_from(
        self,
        neighbours: Neighbours,
        places_of: Callable[[IntArray], GraphPositions],
        ordinals: IntArray,
    ) -> Iterator[tuple[slice, FloatArray]]:
        """Some of these rows at a time, and (b, n_nodes) where labels there get to, each by itself:
        of all 1,000 at once that is 40 MB, and to find it took 290."""
        reaches = neighbours.reach_of.setdefault(self.k, {})
        kept = {each: reaches[each] for each in ordinals.tolist() if each in reaches}
        for start in range(0, len(ordinals), AT_ONCE):
            some = ordinals[start : start + AT_ONCE]
            unknown = np.array([each for each in some.tolist() if each not in kept], dtype=np.int64)
            new: dict[int, FloatArray] = {}
            if len(unknown):
                shares = places_of(unknown).shares(self.k)
                spread = _reach(neighbours.graph(self.k), shares.T).T
                new = dict(zip(unknown.tolist(), map(np.copy, spread), strict=True))
                reaches.update(new)
                for oldest in list(reaches)[:-MOST_KEPT]:
                    reaches.pop(oldest, None)
            rows = [kept[each] if each in kept else new[each] for each in some.tolist()]
            yield slice(start, start + len(some)), np.stack(rows)

    def at(self, places: GraphPositions) -> FloatArray:
        """(n, n_classes) class shares at these places, rows sum to 1."""
        mass = None if self.left is None else self.left.at(places)
        return normalised(places.shares(self.k) @ self.mass if mass is None else mass, self.classes)

    def out_of_fold(
        self,
        fold: IntArray,
        neighbours: Neighbours,
        places_of: Callable[[IntArray], GraphPositions],
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
            _known(arrays["mass"].astype(np.float32, copy=False)),
            arrays["between"].astype(np.float32, copy=False),
        )


def _known(mass: FloatArray) -> Callable[[], FloatArray]:
    return lambda: mass


def _cleared(mass: FloatArray, before: FloatArray) -> FloatArray:
    """Without what single precision leaves of labels that have left."""
    mass[np.abs(mass) < ROUNDING * before] = 0.0
    return mass


def _add_each(added: FloatArray, moves: "scipy.sparse.csr_matrix", reach: FloatArray) -> None:
    """Adds where labels get to (b, n_nodes) to `added` (n_classes, n_nodes), one after the other as
    in one product, so that it doesn't depend on how many come at a time."""
    labels = np.repeat(np.arange(len(reach)), np.diff(moves.indptr))
    for of_class, label, sign in zip(moves.indices, labels, moves.data, strict=True):
        added[of_class] += sign * reach[label]


def _classes_at(either: IntArray, ordinals: IntArray, classes: IntArray) -> IntArray:
    """The class of each of `either`, -1 where it isn't among `ordinals`, which are."""
    class_at = np.full(len(either), -1, dtype=np.int64)
    class_at[np.searchsorted(either, ordinals)] = classes
    return class_at


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


def _reach(graph: Graph, at: "scipy.sparse.csr_matrix | scipy.sparse.csc_matrix") -> FloatArray:
    """(n_nodes, b) where b labels get to; `at` (n_nodes, b) says where they stand."""
    source = np.ascontiguousarray(at.tocsr()[graph.order].toarray(), dtype=np.float32)
    reach, stays, damped = source, np.float32(1 - ALPHA) * source, np.float32(ALPHA) * graph.matrix
    for _ in range(STEPS):
        reach = damped @ reach
        reach += stays
    in_order = np.empty_like(reach)
    in_order[graph.order] = reach
    return in_order


def _of(classes: IntArray, n_classes: int) -> "scipy.sparse.csr_matrix":
    """(b, n_classes) a one in each row at its class; none where that is -1."""
    rows = np.flatnonzero(classes >= 0)
    return scipy.sparse.csr_matrix(
        (np.ones(len(rows), dtype=np.float32), (rows, classes[rows])),
        shape=(len(classes), n_classes),
    )
