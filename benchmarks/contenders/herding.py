"""herding: items that together look like the pool."""

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, Strategy
from service.core.acquisition.strategies.coverage import (
    MOST_CANDIDATES,
    MOST_REFERENCES,
    RADIUS_SAMPLE,
    TAKEN_CHUNK,
    kernel,
    radius,
)
from service.core.arrays import DoubleArray, FloatArray


def herding(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """k times the item c that maximises mean_r K(c, r) - sum_s K(c, s) / (t + 1).

    s runs over the t items taken or picked, r over at most 3,000 eligible ones, candidates are at
    most 2,000, both at random; K is Gaussian with the radius of `coverage`. Dense regions get more
    items than `coverage` gives them. Score: what was maximised. Needs no head.
    """
    eligible = rng.permutation(np.flatnonzero(pool.eligible))
    candidates = eligible[: max(MOST_CANDIDATES, 2 * k)]
    references = pool.rows(eligible[::-1][:MOST_REFERENCES])
    sigma = pool.cached("sigma", lambda: radius(references[:RADIUS_SAMPLE]))
    X = pool.rows(candidates)
    density = kernel(X, references, sigma).mean(axis=1, dtype=np.float64)
    crowd = _closeness_to_taken(X, pool, sigma)
    t = np.count_nonzero(pool.taken)
    chosen, scores = np.empty(k, dtype=np.int64), np.empty(k)
    is_left = np.ones(len(X), dtype=np.bool_)
    for i in range(k):
        # Rounded, so that equals tie: the first one wins, and candidates are in random order.
        wanted = np.round(density - crowd / (t + i + 1), 5)
        chosen[i] = int(np.where(is_left, wanted, -np.inf).argmax())
        scores[i] = wanted[chosen[i]]
        is_left[chosen[i]] = False
        crowd += kernel(X, X[chosen[i]][None], sigma)[:, 0]
    return Picks(candidates[chosen], scores)


def _closeness_to_taken(X: FloatArray, pool: Pool, sigma: float) -> DoubleArray:
    """(n,) the sum of K between each row of X (n, D) and what is taken already."""
    crowd = np.zeros(len(X), dtype=np.float64)
    taken = np.flatnonzero(pool.taken)
    for start in range(0, len(taken), TAKEN_CHUNK):
        rows = pool.rows(taken[start : start + TAKEN_CHUNK])
        crowd += kernel(X, rows, sigma).sum(axis=1, dtype=np.float64)
    return crowd


HERDING = Strategy(
    "herding",
    version=1,
    title="Mirror the pool",
    citation="Chen, Welling & Smola (2010), Super-samples from kernel herding, arXiv:1203.3472.",
    choose=herding,
)
