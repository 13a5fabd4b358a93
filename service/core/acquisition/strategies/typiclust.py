"""typiclust: the most typical item of each cluster that has no label yet."""

import numpy as np

from service.core.acquisition.kmeans import weighted_kmeans
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, register
from service.core.acquisition.strategies.coverage import squared_distances
from service.core.arrays import DoubleArray, FloatArray, IntArray

MOST_ROWS = 2_000
MOST_CLUSTERS = 500
FEWEST_IN_CLUSTER = 5
NEIGHBOURS = 20


@register(
    "typiclust",
    version=1,
    title="Typical of new clusters",
    about="The most typical text of each group without a label.",
    citation="Hacohen, Dekel & Weinshall (2022), Active learning on a budget: opposite strategies "
    "suit high and low budgets (TypiClust), arXiv:2202.02794.",
    is_compared=True,
)
def typiclust(pool: Pool, k: int, rng: np.random.Generator) -> Picks:
    """The most typical eligible item of each of k clusters: least taken first, then largest.

    k-means with as many clusters as are taken and wanted, at most 500, of at most 2,000 taken and
    2,000 eligible items at random; clusters of fewer than 5 are passed over. Typical: the inverse
    of the mean distance to the 20 nearest of the cluster, which is the score. Needs no head.
    """
    taken = rng.permutation(np.flatnonzero(pool.taken))
    eligible = rng.permutation(np.flatnonzero(pool.eligible))[: max(MOST_ROWS, 2 * k)]
    count = min(len(taken) + k, MOST_CLUSTERS)
    rows = np.concatenate([taken[:MOST_ROWS], eligible])
    X = pool.rows(rows)
    _, clusters = weighted_kmeans(X, np.ones(len(X)), min(count, len(X)), rng)
    n_taken = len(rows) - len(eligible)
    chosen, scores = _in_turn(_most_typical_first(X, clusters, n_taken), k)
    return Picks(rows[chosen], scores)


def _most_typical_first(
    X: FloatArray, clusters: IntArray, n_taken: int
) -> list[tuple[IntArray, DoubleArray]]:
    """For each cluster, in the order in which they are asked, its eligible rows and their scores.

    The first n_taken rows of X (n, D) are taken. What lies in small clusters comes as one last.
    """
    members = [np.flatnonzero(clusters == cluster) for cluster in np.unique(clusters)]
    large = [rows for rows in members if len(rows) >= FEWEST_IN_CLUSTER]
    ordered = []
    for rows in sorted(large, key=lambda rows: (np.count_nonzero(rows < n_taken), -len(rows))):
        typical = _typicality(X[rows])[rows >= n_taken]
        free = rows[rows >= n_taken]
        order = np.argsort(-np.round(typical, 3), kind="stable")
        ordered.append((free[order], typical[order]))
    size = np.bincount(clusters)[clusters]
    rest = np.flatnonzero((size < FEWEST_IN_CLUSTER) & (np.arange(len(X)) >= n_taken))
    return [*ordered, (rest, np.zeros(len(rest)))]


def _typicality(X: FloatArray) -> DoubleArray:
    """(n,) the inverse of the mean distance of each row to the 20 nearest others of X (n, D)."""
    k = min(NEIGHBOURS, len(X) - 1)
    if k < 1:
        return np.ones(len(X))
    distances = np.sqrt(squared_distances(X, X).astype(np.float64))
    np.fill_diagonal(distances, 0.0)
    # Position 0 is the row itself.
    nearest = np.sort(distances, axis=1)[:, 1 : k + 1]
    # Copies of each other are as typical as can be told.
    typicality: DoubleArray = 1 / np.maximum(nearest.mean(axis=1), 1e-3)
    return typicality


def _in_turn(ordered: list[tuple[IntArray, DoubleArray]], k: int) -> tuple[IntArray, DoubleArray]:
    """(k,) rows and scores: the first of each cluster, then the second of each, and so on.

    The last of `ordered` is drawn on when the others have run out.
    """
    *clusters, (rest, of_rest) = ordered
    chosen: list[int] = []
    scores: list[float] = []
    for turn in range(max((len(rows) for rows, _ in clusters), default=0)):
        for rows, typical in clusters:
            if turn < len(rows):
                chosen.append(int(rows[turn]))
                scores.append(float(typical[turn]))
    return np.array([*chosen, *rest][:k], dtype=np.int64), np.array([*scores, *of_rest][:k])
