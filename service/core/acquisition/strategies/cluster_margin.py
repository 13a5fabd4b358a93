"""cluster_margin: unsure items that differ from each other."""

import numpy as np

from service.core.acquisition.kmeans import weighted_kmeans
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, register
from service.core.arrays import FloatArray, IntArray

FACTOR = 10
# For the long tail of a ranking: 10 k candidates would make k-means the slowest part of a round.
MOST_CANDIDATES = 2_000


@register(
    "cluster_margin",
    version=1,
    title="Small margins, spread out",
    about="Texts the model is unsure of, spread over different topics.",
    citation="Zhdanov (2019), Diverse mini-batch active learning, arXiv:1901.05954; "
    "cf. Citovsky et al. (2021), Batch active learning at scale, arXiv:2107.14263.",
    is_compared=True,
)
def cluster_margin(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """Of the 10 k smallest margins, one per cluster of k-means with k clusters.

    Each candidate weighs u_i = 1 - (p1 - p2); of a cluster the item nearest to its centre is
    taken. Clusters that attract no item (duplicates) are replaced by the smallest margins left.
    Smallest margin first; score: u_i. Before there is a head, candidates are random, u = 1.
    """
    eligible = np.flatnonzero(pool.eligible)
    wanted = min(len(eligible), FACTOR * k, max(MOST_CANDIDATES, 2 * k))
    if pool.head is None:
        candidates = rng.permutation(eligible)[:wanted]
        margins = np.zeros(wanted, dtype=np.float32)
    else:
        candidates = pool.least_sure(wanted, rng)
        margins = pool.margins(candidates)
    chosen = one_per_cluster(pool.rows(candidates), margins, k, rng)
    return Picks(candidates[chosen], 1.0 - margins[chosen].astype(np.float64))


def one_per_cluster(
    X: FloatArray, margins: FloatArray, k: int, rng: np.random.Generator
) -> IntArray:
    """(k,) ascending positions in X (n, D), whose rows are in the order of their margins (n,)."""
    if k >= len(X):
        return np.arange(len(X))
    # A margin of 1 everywhere must still leave a distribution to draw centres from.
    weights = np.maximum(1.0 - margins.astype(np.float64), 1e-6)
    distances, assigned = weighted_kmeans(X, weights, k, rng)
    # Rounded because the two items of a pair are equally near: the less sure one comes first.
    by_cluster = np.lexsort((np.round(distances, 5), assigned))
    _, first = np.unique(assigned[by_cluster], return_index=True)
    picked = np.zeros(len(X), dtype=np.bool_)
    picked[by_cluster[first]] = True
    spare = np.flatnonzero(~picked)[: k - len(first)]
    picked[spare] = True
    return np.flatnonzero(picked)
