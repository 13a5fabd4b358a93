"""Where rows stand among the nodes of a pool's graph: on one of them, or near some."""

from dataclasses import dataclass
from typing import Any

import numpy as np
import scipy
from numpy.typing import NDArray

from service.core.arrays import FloatArray, IntArray

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
