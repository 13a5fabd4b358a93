"""drop_query: items whose class changes when parts of the vector are left out."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, Strategy
from service.core.acquisition.strategies.cluster_margin import one_per_cluster
from service.core.arrays import FloatArray
from service.core.heads.head import Head

TIMES = 3
DROPPED = 0.75
MOST_READ = 20_000
MOST_CANDIDATES = 2_000


def drop_query(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """One per cluster, of k, of the items whose class most of three dropouts change.

    Three times 75 % of the numbers of a vector are set to 0 at random, of at most 20,000 random
    eligible items. When fewer than k change, those that change less often follow. Score: the share
    of dropouts that change the class. Before there is a head: the item nearest to the centre of
    each of k clusters.
    """
    rows = rng.permutation(np.flatnonzero(pool.eligible))[: max(MOST_READ, 2 * k)]
    most = max(MOST_CANDIDATES, 2 * k)
    if pool.head is None:
        changes = np.zeros(len(rows), dtype=np.int64)
        wanted = min(len(rows), most)
    else:
        changes = _changes(pool.head, np.asarray(pool.stack[rows]), rng)
        unstable = int(np.count_nonzero(2 * changes > TIMES))
        wanted = min(max(unstable, k), most)
    first = np.argsort(-changes, kind="stable")[:wanted]
    candidates, shares = rows[first], changes[first] / TIMES
    even = np.zeros(wanted, dtype=np.float32)
    chosen = one_per_cluster(pool.rows(candidates), even, k, rng)
    return Picks(candidates[chosen], shares[chosen].astype(np.float64))


def _changes(head: Head, X: FloatArray, rng: np.random.Generator) -> np.ndarray:
    """(n,) how many dropouts change the class of each row of X (n, D)."""
    before = head.probabilities(X).argmax(axis=1)
    changes = np.zeros(len(X), dtype=np.int64)
    for _ in range(TIMES):
        kept = rng.random(X.shape, dtype=np.float32) >= DROPPED
        thinned = np.where(kept, X / np.float32(1 - DROPPED), np.float32(0))
        changes += head.probabilities(thinned).argmax(axis=1) != before
    return changes


DROP_QUERY = Strategy(
    "drop_query",
    version=1,
    title="Unstable under dropout",
    citation="Gupte et al. (2024), Revisiting active learning in the era of vision foundation "
    "models (DropQuery), arXiv:2401.14555.",
    choose=drop_query,
)
