"""Groups of rows that are nearly the same, found by the graph of their neighbours."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
import scipy

from service.core.arrays import BoolArray, IntArray
from service.core.vectors.matrix import Vectors, block_rows
from service.core.vectors.neighbours import Neighbours

MOST_COMPARED = 2_000
"""Rows that hang together are compared each with each: 16 MB. Of more, the others come later."""
MOST_LOOKED_UP = 8_192
"""Rows that nobody has placed in the graph yet: of more, the others come once they are placed."""
SAMPLE = 20
"""Rows of a group that say what it is about."""


@dataclass(frozen=True, eq=False)
class CopyGroup:
    """Rows that are all near copies of one of them."""

    middle: int
    size: int
    sample: IntArray
    """(k,) some of them, the middle first."""


def groups_of_copies(
    neighbours: Neighbours, allowed: BoolArray, alike: float, most: int
) -> list[CopyGroup]:
    """The largest groups of allowed rows whose cosine to their middle is above `alike`.

    No middle is a near copy of another, so groups share few rows.
    """
    sizes: list[tuple[int, int]] = []
    for rows in _connected(neighbours, np.flatnonzero(allowed), alike):
        if len(sizes) >= most and len(rows) <= sizes[most - 1][0]:
            break  # what follows hangs together with fewer
        sizes += _stars(neighbours.pool, rows[:MOST_COMPARED], alike)
        sizes.sort(key=lambda star: (-star[0], star[1]))
    middles = _apart(neighbours.pool, np.array([row for _, row in sizes], dtype=np.int64), alike)
    groups = _counted(neighbours.pool, middles[:most], np.flatnonzero(allowed), alike)
    return sorted(groups, key=lambda group: -group.size)


def _connected(neighbours: Neighbours, rows: IntArray, alike: float) -> list[IntArray]:
    """Of these rows those that hang together by near copies, two or more, the most first."""
    among = neighbours.among
    if not len(rows) or not among.n_nodes:
        return []
    node, place = np.nonzero(among.similarity > alike)
    edges = (np.ones(len(node), dtype=np.int8), (node, among.nearest[node, place]))
    graph = scipy.sparse.csr_matrix(edges, shape=(among.n_nodes, among.n_nodes))
    _, of_node = scipy.sparse.csgraph.connected_components(graph, directed=False)
    places = neighbours.found_ahead(rows, 1)
    rest = np.flatnonzero(places.similarity[:, 0] == -np.inf)[:MOST_LOOKED_UP]
    if len(rest):
        near = neighbours.places(neighbours.pool[rows[rest]], rows[rest])
        places.nearest[rest], places.similarity[rest] = near.nearest[:, :1], near.similarity[:, :1]
    is_near = places.similarity[:, 0] > alike
    rows, of_row = rows[is_near], of_node[places.nearest[is_near, 0]]
    order = np.argsort(of_row, kind="stable")
    parts = np.split(rows[order], np.flatnonzero(np.diff(of_row[order])) + 1)
    return sorted((part for part in parts if len(part) > 1), key=len, reverse=True)


def _stars(vectors: Vectors, rows: IntArray, alike: float) -> Iterator[tuple[int, int]]:
    """(size, middle) of the groups that rows fall into, the largest first."""
    X = vectors[rows]
    is_alike = alike < X @ X.T
    is_open = np.ones(len(rows), dtype=np.bool_)
    while True:
        sizes = is_alike[:, is_open].sum(axis=1) * is_open
        middle = int(sizes.argmax())
        if sizes[middle] < 2:
            return
        yield int(sizes[middle]), int(rows[middle])
        is_open &= ~is_alike[middle]


def _apart(vectors: Vectors, middles: IntArray, alike: float) -> IntArray:
    """Without those that are near copies of an earlier one."""
    X = vectors[middles]
    return middles[~np.tril(alike < X @ X.T, -1).any(axis=1)]


def _counted(
    vectors: Vectors, middles: IntArray, rows: IntArray, alike: float
) -> Iterator[CopyGroup]:
    """A group for each middle, with all of these rows that are near copies of it."""
    M = vectors[middles]
    members: list[list[IntArray]] = [[] for _ in middles]
    step = block_rows(vectors.shape[1])
    for start in range(0, len(rows), step):
        some = rows[start : start + step]
        is_member = alike < vectors[some] @ M.T
        for each, column in zip(members, is_member.T, strict=True):
            each.append(some[column])
    for middle, parts in zip(middles.tolist(), members, strict=True):
        of_it = np.concatenate(parts)
        sample = np.r_[middle, of_it[of_it != middle]][:SAMPLE]
        yield CopyGroup(middle, len(of_it), sample)
