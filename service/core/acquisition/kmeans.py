"""Weighted k-means for a few thousand rows."""

import numpy as np
import scipy

from service.core.arrays import DoubleArray, FloatArray, IntArray


def draw(mass: DoubleArray, uniform: float) -> int:
    """The position whose share of the mass a uniform number from [0, 1) falls into."""
    cumulative = np.cumsum(mass)
    position = int(np.searchsorted(cumulative, uniform * cumulative[-1], side="right"))
    return min(position, int(np.flatnonzero(mass)[-1]))  # a product can be rounded up to the whole


STEPS = 20


def weighted_kmeans(
    X: FloatArray, weights: DoubleArray, k: int, rng: np.random.Generator
) -> tuple[DoubleArray, IntArray]:
    """Squared distance (n,) to its centre and cluster (n,) of each row of X (n, D), k <= n.

    Minimises sum_i w_i |x_i - c_a(i)|^2: k-means++ draws the first centres with chance
    proportional to w_i d_i^2 (Arthur & Vassilvitskii 2007), then at most 20 steps of Lloyd.
    A cluster may end up empty.
    """
    centres = X[_first_centres(X, weights, k, rng)]
    distances, assigned = _assign(X, centres)
    for _ in range(STEPS):
        centres = _weighted_means(X, weights, assigned, centres)
        previous = assigned
        distances, assigned = _assign(X, centres)
        if np.array_equal(previous, assigned):
            break
    return distances, assigned


def _first_centres(
    X: FloatArray, weights: DoubleArray, k: int, rng: np.random.Generator
) -> IntArray:
    norms = np.einsum("ij,ij->i", X, X)
    chosen = np.empty(k, dtype=np.int64)
    mass = weights
    nearest = np.full(len(X), np.inf)
    for i in range(k):
        chosen[i] = draw(mass if mass.sum() > 0 else weights, rng.random())
        centre = chosen[i]
        squared = norms + norms[centre] - 2.0 * (X @ X[centre])
        # Below a hundred-thousandth it is rounding: the row is a copy of the centre.
        squared = np.where(squared < 1e-5, 0.0, squared)
        nearest = np.minimum(nearest, squared)
        mass = weights * nearest
    return chosen


def _assign(X: FloatArray, centres: FloatArray) -> tuple[DoubleArray, IntArray]:
    # |x|^2 doesn't change which centre is nearest; it is added for the winner alone.
    scores = X @ (-2.0 * centres.T)
    scores += np.einsum("ij,ij->i", centres, centres)
    assigned = scores.argmin(axis=1)
    own = scores[np.arange(len(X)), assigned].astype(np.float64)
    return own + np.einsum("ij,ij->i", X, X), assigned.astype(np.int64)


def _weighted_means(
    X: FloatArray, weights: DoubleArray, assigned: IntArray, centres: FloatArray
) -> FloatArray:
    """The weighted mean of each cluster (k, D); an empty one keeps its centre."""
    n, k = len(X), len(centres)
    members = scipy.sparse.csr_matrix(
        (weights.astype(np.float32), (assigned, np.arange(n))), shape=(k, n)
    )
    mass = np.bincount(assigned, weights=weights, minlength=k).astype(np.float32)
    filled = mass > 0
    sums = members @ X
    means = centres.copy()
    means[filled] = sums[filled] / mass[filled, None]
    return means
