"""coverage: the items that stand for most of the pool."""

from threading import Lock

import numpy as np

from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, register
from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.threads import each, each_block
from service.core.vectors.neighbours import largest

MOST_REFERENCES = 3_000
MOST_CANDIDATES = 2_000
RADIUS_SAMPLE = 2_000
NEIGHBOUR = 10
REFRESH = 8
"""Gains that are computed again at a time: of more, most are of rows that are never picked."""
IN_CACHE = 64
"""Rows of 3,000 numbers that stay in the cache."""
TAKEN_CHUNK = 4_096


@register(
    "coverage",
    version=1,
    title="Cover the pool",
    about="Texts that stand for most of the others, whatever the model says.",
    citation="Bae, Noh & Sutherland (2024), Generalized coverage for more robust low-budget "
    "active learning (MaxHerding), arXiv:2407.12212.",
)
def coverage(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """k items that greedily maximise sum_r max_{s in taken or picked} exp(-|r - s|^2 / 2 sigma^2).

    r runs over at most 3,000 eligible items, candidates are at most 2,000, both at random;
    sigma = 0.7 x the median distance to the 10th neighbour. Score: what the pick added, as a
    share of the reference items. Needs no head.
    """
    eligible = rng.permutation(np.flatnonzero(pool.eligible))
    candidates = eligible[: max(MOST_CANDIDATES, 2 * k)]
    references = pool.rows(eligible[::-1][:MOST_REFERENCES])
    sigma = pool.cached("sigma", lambda: radius(references[:RADIUS_SAMPLE]))
    covered = best_kernel(references, pool, np.flatnonzero(pool.taken), sigma)
    K = kernel(pool.rows(candidates), references, sigma)
    chosen, gains = greedy(K, covered, k)
    return Picks(candidates[chosen], gains / len(references))


def radius(sample: FloatArray) -> float:
    """sigma: 0.7 x the median distance to the 10th neighbour among the rows of `sample` (n, D)."""
    if len(sample) < 2:
        return 1.0
    squared = np.empty(len(sample), dtype=np.float32)
    # Position 0 is the row itself.
    neighbour = min(NEIGHBOUR, len(sample) - 1)

    def look(rows: slice) -> None:
        distances = squared_distances(sample[rows], sample)
        last = largest(-distances, neighbour + 1)[:, -1:]
        squared[rows] = np.take_along_axis(distances, last, axis=1)[:, 0]

    each_block(look, len(sample))
    distances = np.sqrt(squared)
    # A pool of copies has distance 0; any small radius then tells copies from the rest.
    return max(0.7 * float(np.median(distances)), 0.05)


def squared_distances(X: FloatArray, Y: FloatArray) -> FloatArray:
    """(n, m) squared Euclidean distances between the rows of X (n, D) and Y (m, D)."""
    doubled: FloatArray = -2.0 * X
    squared: FloatArray = doubled @ Y.T
    squared += np.einsum("ij,ij->i", X, X)[:, None]
    squared += np.einsum("ij,ij->i", Y, Y)
    return np.maximum(squared, 0.0, out=squared)


def kernel(X: FloatArray, Y: FloatArray, sigma: float) -> FloatArray:
    """(n, m) exp(-|x - y|^2 / 2 sigma^2)."""
    similarities = np.empty((len(X), len(Y)), dtype=np.float32)

    def fill(rows: slice) -> None:
        squared = squared_distances(X[rows], Y)
        squared *= np.float32(-0.5 / sigma**2)
        np.exp(squared, out=similarities[rows])

    each_block(fill, len(X))
    return similarities


def best_kernel(references: FloatArray, pool: Pool, taken: IntArray, sigma: float) -> FloatArray:
    """(n,) how well each reference row is covered by what is taken already, these ordinals."""
    nearest = np.full(len(references), np.inf, dtype=np.float32)
    lock = Lock()

    def look(some: slice) -> None:
        # What is the same for all of them doesn't change which is nearest.
        X = pool.rows(taken[some])
        distances = (-2.0 * X) @ references.T
        distances += np.einsum("ij,ij->i", X, X)[:, None]
        with lock:
            np.minimum(nearest, distances.min(axis=0), out=nearest)

    each_block(look, len(taken))
    nearest += np.einsum("ij,ij->i", references, references)
    np.maximum(nearest, 0.0, out=nearest)
    nearest *= np.float32(-0.5 / sigma**2)
    return np.exp(nearest, out=nearest)


def greedy(
    K: FloatArray, covered: FloatArray, k: int, bounds: DoubleArray | None = None
) -> tuple[IntArray, DoubleArray]:
    """Positions (k,) of the rows of K (c, n) that add most to sum(covered), and what each added.

    Lazy (Minoux 1978): a gain only shrinks as others are picked, so an old gain is an upper
    bound, and only rows whose bound still beats the best fresh gain are computed again. `bounds`
    (c,), by default none, are what is known of gains from before, -inf of rows not to be picked.
    ValueError where fewer than k may be picked.
    """
    covered = covered.copy()
    if bounds is None:
        bounds = first_bounds(K, covered)
        fresh = np.ones(len(K), dtype=np.bool_)
    else:
        bounds = bounds.copy()
        # What isn't to be picked is never computed again.
        fresh = bounds == -np.inf
    if np.count_nonzero(bounds > -np.inf) < k:
        raise ValueError(f"fewer than {k} rows may be picked")
    chosen = np.empty(k, dtype=np.int64)
    gains = np.empty(k, dtype=np.float64)
    for i in range(k):
        while not fresh[leader := int(bounds.argmax())]:
            block = np.argpartition(-bounds, min(REFRESH, len(K) - 1))[:REFRESH]
            # Among many equal bounds the block may miss the leader.
            stale = np.union1d(block[~fresh[block]], [leader])
            bounds[stale] = gains_of(K[stale], covered)
            fresh[stale] = True
        chosen[i], gains[i] = leader, bounds[leader]
        bounds[leader] = -np.inf
        np.maximum(covered, K[leader], out=covered)
        np.equal(bounds, -np.inf, out=fresh)
    return chosen, gains


def first_bounds(K: FloatArray, covered: FloatArray) -> DoubleArray:
    """(c,) what each row of K (c, n) adds, in blocks that stay in the cache."""
    bounds = np.empty(len(K), dtype=np.float64)

    def fill(start: int) -> None:
        rows = slice(start, start + IN_CACHE)
        bounds[rows] = gains_of(K[rows], covered)

    each(fill, range(0, len(K), IN_CACHE))
    return bounds


def gains_of(K: FloatArray, covered: FloatArray) -> DoubleArray:
    """(c,) what each row of K (c, n) adds: sum_r max(0, K_r - covered_r).

    Rounded, so that equals tie (two items far from all others gain the same); whoever comes first
    wins then, and candidates are in random order.
    """
    gains: DoubleArray = np.maximum(K - covered, 0.0).sum(axis=1, dtype=np.float64)
    return np.round(gains, 3)
