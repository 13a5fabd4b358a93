"""A part of a pool as a pool of its own, where a head can't say enough about the whole."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from service.core.acquisition.pool import Pool, survey
from service.core.acquisition.registry import Picks
from service.core.arrays import FloatT, IntArray
from service.core.heads.head import Arrays, Head
from service.core.heads.rough import HasRough
from service.core.vectors.neighbours import MOST_NODES
from service.core.vectors.views import layout_of, view_of

SPARE = 10
"""For each item of a ranking, so many should be there to choose from."""


@dataclass(frozen=True, eq=False)
class PartPool:
    """Some rows of a pool, and what picks among them are in the whole."""

    pool: Pool
    """Its row i is row `rows[i]` of the whole."""
    rows: IntArray
    """(n,) ordinals, ascending."""

    def in_whole(self, picks: Picks) -> Picks:
        return replace(picks, ordinals=self.rows[picks.ordinals])


def within_reach(pool: Pool, nodes: IntArray, length: int, rng: np.random.Generator) -> PartPool:
    """The part of a pool that a head on a neighbour graph of `nodes` can rank in time.

    All of it up to 20,000 eligible items. Of more, the items that are nodes, which are a random
    sample: where any other stands in the graph takes as long to find as a whole round. When fewer
    than 10 for each item of the ranking are left of them, random others fill up.
    """
    eligible = np.flatnonzero(pool.eligible)
    if len(eligible) <= MOST_NODES:
        return PartPool(pool, np.arange(len(pool.eligible)))
    among = nodes[pool.eligible[nodes]]
    lacking = SPARE * length - len(among)
    if lacking > 0:
        others = np.setdiff1d(eligible, among, assume_unique=True)
        among = np.union1d(among, rng.permutation(others)[:lacking])
    return _part(pool, np.union1d(among, np.flatnonzero(pool.taken)))


def surveyed(pool: Pool, rare: Sequence[int], length: int) -> Pool:
    """The pool with all rows looked at by its head, where more than 20,000 can be.

    A head on a graph is asked roughly, and about rows that were attached to it ahead: others can't
    be chosen so far. In all other cases the pool as it is.
    """
    head, vectors, placed = pool.head, pool.stack, pool.eligible
    if isinstance(head, HasRough):
        rough = head.rough()
        vectors = view_of(vectors, layout_of(vectors), 0)
        for each in rough.along:
            placed = placed & each.graph.is_placed(np.arange(len(placed)))
        head = rough
    most = max(MOST_NODES, SPARE * length)
    if head is None or np.count_nonzero(placed) <= most:
        return pool
    candidates = survey(head, vectors, placed, most, rare, pool.scorer)
    return replace(pool, eligible=placed, survey=candidates)


def _part(pool: Pool, rows: IntArray) -> PartPool:
    head = _HeadOfPart(pool.head, rows) if pool.head is not None else None
    part = replace(
        pool,
        vectors=pool.rows(rows),
        views=None if pool.views is None else np.asarray(pool.views[rows]),
        eligible=pool.eligible[rows],
        taken=pool.taken[rows],
        head=head,
        _cache={},
    )
    return PartPool(part, rows)


@dataclass(frozen=True, eq=False)
class _HeadOfPart:
    """A head that is asked by where rows stand in a part, and told where in the whole."""

    head: Head
    rows: IntArray

    @property
    def n_classes(self) -> int:
        return self.head.n_classes

    @property
    def class_indices(self) -> IntArray:
        return self.head.class_indices

    def probabilities(
        self, X: NDArray[FloatT], ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        return self.head.probabilities(X, None if ordinals is None else self.rows[ordinals])

    def to_arrays(self) -> Arrays:
        return self.head.to_arrays()
