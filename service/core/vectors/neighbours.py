"""The graph of a pool's nearest neighbours, and where rows stand among its nodes."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from service.core.arrays import BoolArray, FloatArray, FloatT, IntArray
from service.core.vectors.graph import Graph, graph_of
from service.core.vectors.matrix import Part, Vectors

NEAREST = 15
TEMPERATURE = 0.15
"""Weight of a neighbour at cosine s: exp((s - 1) / TEMPERATURE)."""
STORED = np.dtype([("node", np.uint16), ("similarity", np.float32)])
"""A place as it is stored: 90 bytes a row. A graph has fewer nodes than 65,536."""
_BLOCK = 512
_GROUPED = 64
"""Nodes of which first only the nearest is looked at."""
_MOST_TIED = 8
"""Times as many candidates as are wanted: of more, many are equally near."""


@dataclass(frozen=True, eq=False)
class GraphPositions:
    """Where rows stand among the nodes of a graph: on one of them, or near some."""

    nearest: IntArray
    """(n, NEAREST) nodes, nearest first."""
    similarity: FloatArray
    """(n, NEAREST) cosines; -inf where there is no such neighbour."""
    n_nodes: int

    def weights(self, k: int) -> "scipy.sparse.csr_matrix":
        """(n, n_nodes) exp((s - 1) / TEMPERATURE) of the k nearest nodes."""
        similarity = self.similarity[:, :k]
        weights = np.exp((similarity - 1) / np.float32(TEMPERATURE))
        rows, _ = np.nonzero(weights)
        mask = weights > 0
        return scipy.sparse.csr_matrix(
            (weights[mask], (rows, self.nearest[:, :k][mask])),
            shape=(len(similarity), self.n_nodes),
            dtype=np.float32,
        )

    def shares(self, k: int) -> "scipy.sparse.csr_matrix":
        """(n, n_nodes) the same, each row scaled to sum to 1, or 0 where there is no neighbour."""
        return _scaled(self.weights(k))

    def are_nodes(self) -> bool:
        """Whether each is on one of the nodes, which is its first."""
        alone = (self.similarity[:, 1:] == -np.inf).all()
        return bool(alone and (self.similarity[:, 0] == 1.0).all())

    def put(self, rows: IntArray, places: "GraphPositions") -> None:
        """Fills in some rows (m,) by what was found of them."""
        self.nearest[rows], self.similarity[rows] = places.nearest, places.similarity

    def to_array(self) -> NDArray[Any]:
        """(n, NEAREST) as they are stored."""
        stored = np.empty(self.nearest.shape, dtype=STORED)
        stored["node"], stored["similarity"] = self.nearest, self.similarity
        return stored


def nowhere(n: int, n_nodes: int, k: int = NEAREST) -> GraphPositions:
    """Of rows that are near nothing."""
    return GraphPositions(
        np.zeros((n, k), dtype=np.int64), np.full((n, k), -np.inf, dtype=np.float32), n_nodes
    )


def places_from_array(stored: NDArray[Any], n_nodes: int) -> GraphPositions:
    """Copies of places (n, NEAREST) that were stored."""
    return GraphPositions(stored["node"].astype(np.int64), stored["similarity"].copy(), n_nodes)


def nearest_nodes(
    X: FloatArray, nodes: FloatArray, *, without_self: bool = False
) -> GraphPositions:
    """The nearest of `nodes` (m, D) to each row of X (n, D), exactly, in blocks."""
    places = nowhere(len(X), len(nodes))
    k = min(NEAREST, len(nodes) - without_self)
    if k <= 0:
        return places
    for start in range(0, len(X), _BLOCK):
        cosines = X[start : start + _BLOCK] @ nodes.T
        rows = np.arange(len(cosines))
        if without_self:
            cosines[rows, start + rows] = -np.inf
        near = largest(cosines, k)
        places.nearest[start + rows, :k] = near
        places.similarity[start + rows, :k] = np.take_along_axis(cosines, near, axis=1)
    # An empty text is near nothing.
    places.similarity[~X.any(axis=1)] = -np.inf
    return places


def largest(values: FloatArray, k: int) -> IntArray:
    """(n, k) the columns of the largest of `values` (n, m) in each row, largest first.

    No more than k groups of columns can hold them, and the k-th largest of the groups' maxima is
    no larger than any: what is below isn't looked at again. That takes a tenth of a partition.
    """
    n, m = values.shape
    groups = m // _GROUPED
    if groups > k:
        grouped = values[:, : groups * _GROUPED].reshape(n, _GROUPED, groups)
        bound = np.partition(grouped.max(axis=1), groups - k, axis=1)[:, groups - k]
        at = np.flatnonzero(values >= bound[:, None])
        if len(at) <= _MOST_TIED * n * k:
            rows, columns = np.divmod(at, m)
            order = np.lexsort((-values.ravel()[at], rows))
            first = np.searchsorted(rows, np.arange(n))
            columns_at: IntArray = columns[order[first[:, None] + np.arange(k)]]
            return columns_at
    near = np.argpartition(values, m - k, axis=1)[:, m - k :]
    order = np.argsort(-np.take_along_axis(values, near, axis=1), axis=1, kind="stable")
    return np.take_along_axis(near, order, axis=1)


def _scaled(weights: "scipy.sparse.csr_matrix") -> "scipy.sparse.csr_matrix":
    total = np.asarray(weights.sum(axis=1)).ravel()
    scale = scipy.sparse.diags_array((1 / np.where(total > 0, total, 1)).astype(np.float32))
    return scipy.sparse.csr_matrix(scale @ weights, dtype=np.float32)


MOST_NODES = 20_000
"""Up to so many rows each is a node: five seconds of one core. Of larger pools so many random rows
are nodes, and the others speak through the nearest of them."""
MOST_KEPT = 20_000
"""Rows whose places are kept: 12 MB."""
_PURPOSE = 0x4E454152


@dataclass(frozen=True, eq=False)
class Neighbours:
    """The nodes of a pool's graph and the nearest others of each. Built once per pool."""

    nodes: IntArray
    """(n,) ordinals, ascending; no row without a vector."""
    pool: Vectors
    """(N, D) the rows of all ordinals."""
    among: GraphPositions
    """The places of the nodes among the other nodes."""
    attached: Sequence[Part] = ()
    """Stored places of the pool's rows, as far as they were found ahead: parts of (n, NEAREST)."""
    reach_of: dict[int, dict[int, FloatArray]] = field(default_factory=dict, repr=False)
    """By neighbours, then by row: (n,) where a label there gets to. Kept by who spreads labels."""
    _graphs: dict[int, Graph] = field(default_factory=dict, repr=False)
    _gathered: list[FloatArray] = field(default_factory=list, repr=False)
    _last: list[tuple[FloatArray, GraphPositions]] = field(default_factory=list, repr=False)
    """The rows of elsewhere that were looked up last: a campaign scores the same ones each time."""
    _kept: dict[int, tuple[IntArray, FloatArray]] = field(default_factory=dict, repr=False)
    """By ordinals, where the first rows of the pool stand that are no nodes and were asked for."""

    def gathered(self) -> FloatArray:
        """(n, D) the vectors of the nodes, kept once something has had to be looked up among them.

        In a pool whose rows are all nodes nothing has: of 10,000 rows in three views 41 MB less.
        """
        if not self._gathered:
            self._gathered.append(np.asarray(self.pool[self.nodes]))
        return self._gathered[0]

    def rows(self, part: slice) -> FloatArray:
        """The vectors of some nodes: nothing is kept."""
        return np.asarray(self.pool[self.nodes[part]])

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        """All but the vectors."""
        nearest = self.among.nearest.astype(np.int32)
        return {"nodes": self.nodes, "nearest": nearest, "similarity": self.among.similarity}

    def graph(self, k: int) -> Graph:
        """D^-1/2 max(W, W') D^-1/2 over the k nearest of each node."""
        if k not in self._graphs:
            self._graphs[k] = graph_of(self.among.weights(k))
        return self._graphs[k]

    def places(self, X: NDArray[FloatT], ordinals: IntArray | None = None) -> GraphPositions:
        """The places of rows X (n, D); `ordinals` (n,) says which of the pool they are.

        A node stands on itself, other rows of the pool and rows of elsewhere near the nodes that
        are nearest to them.
        """
        rows: FloatArray = X.astype(np.float32, copy=False)
        if ordinals is None or len(self.nodes) == 0:
            return self._elsewhere(rows)
        places = self.found_ahead(ordinals)
        rest = np.flatnonzero(places.similarity[:, 0] == -np.inf)
        if len(rest):
            places.put(rest, self._looked_up(rows[rest], ordinals[rest]))
        return places

    def found_ahead(self, ordinals: IntArray, k: int = NEAREST) -> GraphPositions:
        """(n, k) the nearest of these rows of the pool, as far as nothing has to be looked up."""
        places = nowhere(len(ordinals), len(self.nodes), k)
        for first, part in self.attached:
            here = np.flatnonzero((ordinals >= first) & (ordinals < first + len(part)))
            if len(here):
                stored = part[ordinals[here] - first, :k]
                places.put(here, places_from_array(stored, len(self.nodes)))
        if len(self.nodes):
            position = np.minimum(np.searchsorted(self.nodes, ordinals), len(self.nodes) - 1)
            is_node = self.nodes[position] == ordinals
            places.nearest[is_node, 0] = position[is_node]
            places.similarity[is_node] = -np.inf
            places.similarity[is_node, 0] = 1.0
        return places

    def is_placed(self, ordinals: IntArray) -> BoolArray:
        """(n,) whether it was found ahead where these rows of the pool stand."""
        placed: BoolArray = self.found_ahead(ordinals, 1).similarity[:, 0] > -np.inf
        return placed

    def attach(self, vectors: Vectors, first: int, last: int) -> NDArray[Any]:
        """(last - first, NEAREST) the places of these rows of the pool, to be stored; those of
        nodes, and of rows without a vector so far, are left open."""
        places = nowhere(last - first, len(self.nodes))
        rows = np.setdiff1d(np.arange(first, last), self.nodes, assume_unique=True)
        places.put(rows - first, nearest_nodes(np.asarray(vectors[rows]), self.gathered()))
        return places.to_array()

    def _looked_up(self, X: FloatArray, ordinals: IntArray) -> GraphPositions:
        """Found once: each head of a cross-fit asks for nearly the same, and to look them up took
        most of measuring."""
        kept = [self._kept.get(each) for each in ordinals.tolist()]
        new = np.array([i for i, each in enumerate(kept) if each is None], dtype=np.int64)
        places = nowhere(len(X), len(self.nodes))
        places.put(new, nearest_nodes(X[new], self.gathered()))
        for i, each in enumerate(kept):
            if each is not None:
                places.nearest[i], places.similarity[i] = each
        for i in new[: max(MOST_KEPT - len(self._kept), 0)].tolist():
            self._kept[int(ordinals[i])] = places.nearest[i].copy(), places.similarity[i].copy()
        return places

    def _elsewhere(self, X: FloatArray) -> GraphPositions:
        last = self._last[:1]  # looked at once: another thread may put its own in meanwhile
        if last and _is_same(last[0][0], X):
            return last[0][1]
        nearest = nearest_nodes(X, self.gathered())
        self._last[:] = [(X, nearest)]
        return nearest


def no_neighbours() -> Neighbours:
    """The graph of nothing, for what reads none."""
    nothing = np.empty(0, dtype=np.int64)
    return Neighbours(nothing, np.empty((0, 0), dtype=np.float32), nowhere(0, 0))


def neighbours_from_arrays(
    arrays: Mapping[str, NDArray[Any]], vectors: Vectors, attached: Sequence[Part] = ()
) -> Neighbours:
    """A graph that was stored, of a pool with these vectors."""
    nodes = arrays["nodes"].astype(np.int64)
    among = GraphPositions(arrays["nearest"].astype(np.int64), arrays["similarity"], len(nodes))
    return Neighbours(nodes, vectors, among, attached)


def find_neighbours(
    vectors: Vectors, present: BoolArray | None = None, seed: int = 0
) -> Neighbours:
    """The graph of a pool: of all rows up to 20,000, over a random 20,000 of more.

    vectors (N, D); present (N,) which rows are there at all. A row of zeros, an empty text, has
    no neighbours and is no node.
    """
    nodes = np.arange(len(vectors)) if present is None else np.flatnonzero(present)
    if len(nodes) > MOST_NODES:
        rng = np.random.default_rng([seed, _PURPOSE])
        nodes = np.sort(rng.choice(nodes, size=MOST_NODES, replace=False))
    X = np.asarray(vectors[nodes])
    filled = X.any(axis=1)
    nodes, X = nodes[filled], X[filled]
    return Neighbours(nodes, vectors, nearest_nodes(X, X, without_self=True))


def _is_same(one: FloatArray, other: FloatArray) -> bool:
    """Whether these are one place in memory: a view of stacked rows is cut anew each time."""
    cut = [(X.ctypes.data, X.shape, X.strides, X.dtype) for X in (one, other)]
    return cut[0] == cut[1]
