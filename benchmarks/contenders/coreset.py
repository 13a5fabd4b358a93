"""coreset: the items farthest from all that is labelled."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, Strategy
from service.core.acquisition.strategies.coverage import TAKEN_CHUNK, squared_distances
from service.core.arrays import FloatArray

MOST_CANDIDATES = 20_000
# No two unit vectors are farther apart.
FARTHEST = 4.0


def coreset(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """k times the item farthest from its nearest taken or picked one, of at most 20,000 at random.

    Bounds how far any item is from a labelled one, so it begins with the outliers. With nothing
    taken the first is random. Score: that distance. Needs no head.
    """
    candidates = rng.permutation(np.flatnonzero(pool.eligible))[: max(MOST_CANDIDATES, 2 * k)]
    X = pool.rows(candidates)
    nearest = _nearest_taken(X, pool)
    chosen, scores = np.empty(k, dtype=np.int64), np.empty(k)
    for i in range(k):
        # Rounded, so that equals tie: the first one wins, and candidates are in random order.
        chosen[i] = int(np.round(nearest, 5).argmax())
        scores[i] = nearest[chosen[i]] ** 0.5
        np.minimum(nearest, squared_distances(X, X[chosen[i]][None])[:, 0], out=nearest)
        nearest[chosen[: i + 1]] = -1.0
    return Picks(candidates[chosen], scores)


def _nearest_taken(X: FloatArray, pool: Pool) -> FloatArray:
    """(n,) squared distance of each row of X (n, D) to the nearest taken one."""
    nearest = np.full(len(X), FARTHEST, dtype=np.float32)
    taken = np.flatnonzero(pool.taken)
    for start in range(0, len(taken), TAKEN_CHUNK):
        rows = pool.rows(taken[start : start + TAKEN_CHUNK])
        np.minimum(nearest, squared_distances(rows, X).min(axis=0), out=nearest)
    return nearest


CORESET = Strategy(
    "coreset",
    version=1,
    title="Farthest first",
    citation="Sener & Savarese (2018), Active learning for convolutional neural networks: a "
    "core-set approach, arXiv:1708.00489 (k-center greedy).",
    choose=coreset,
)
