"""prob_cover: items whose neighbourhoods hold most of the pool."""

import numpy as np

from service.core.acquisition.kmeans import weighted_kmeans
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, Strategy
from service.core.acquisition.strategies.coverage import (
    MOST_REFERENCES,
    TAKEN_CHUNK,
    greedy,
    squared_distances,
)
from service.core.arrays import FloatArray

PURITY = 0.95
PURITY_SAMPLE = 1_000
RADII = tuple(round(0.05 * step, 2) for step in range(28, 0, -1))
"""Tried from the largest on."""


def prob_cover(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """k times the item with most uncovered ones within delta, of at most 3,000 at random.

    Covered is what is within delta of a taken or picked item. delta is the largest radius at which
    95 % of the balls are pure: all in one cluster of k-means, with as many clusters as classes.
    Score: the share newly covered. Needs no head.
    """
    candidates = rng.permutation(np.flatnonzero(pool.eligible))[: max(MOST_REFERENCES, 2 * k)]
    X = pool.rows(candidates)
    delta = pool.cached("delta", lambda: pure_radius(X[:PURITY_SAMPLE], pool.n_classes, rng))
    balls = (squared_distances(X, X) <= delta**2).astype(np.float32)
    chosen, gains = greedy(balls, _covered(X, pool, delta), k)
    return Picks(candidates[chosen], gains / len(X))


def pure_radius(X: FloatArray, n_classes: int, rng: np.random.Generator) -> float:
    """delta for the rows of X (n, D)."""
    if len(X) < 2:
        return RADII[0]
    k = min(max(n_classes, 2), len(X))
    _, clusters = weighted_kmeans(X, np.ones(len(X)), k, rng)
    squared = squared_distances(X, X)
    # A ball is pure up to the nearest row of another cluster.
    foreign = np.where(clusters[:, None] == clusters, np.inf, squared).min(axis=1)
    for delta in RADII:
        if np.mean(foreign > delta**2) >= PURITY:
            return delta
    return RADII[-1]


def _covered(X: FloatArray, pool: Pool, delta: float) -> FloatArray:
    """(n,) 1 where a taken item is within delta of a row of X (n, D)."""
    covered = np.zeros(len(X), dtype=np.float32)
    taken = np.flatnonzero(pool.taken)
    for start in range(0, len(taken), TAKEN_CHUNK):
        rows = pool.rows(taken[start : start + TAKEN_CHUNK])
        covered[(squared_distances(rows, X) <= delta**2).any(axis=0)] = 1.0
    return covered


PROB_COVER = Strategy(
    "prob_cover",
    version=1,
    title="Cover with balls",
    citation="Yehuda et al. (2022), Active learning through a covering lens (ProbCover), "
    "arXiv:2205.11320.",
    choose=prob_cover,
)
