"""What our strategies choose is worth what scikit-activeml's and small-text's choose.

Where a method leaves nothing to chance, the picks are equal. Elsewhere what it maximises is
compared, as a mean over seeds; random picks show that the figure tells good from bad.
"""

from collections.abc import Callable
from dataclasses import replace
from functools import partial
from typing import Any

import numpy as np
import pytest

from benchmarks.contenders.prob_cover import RADII
from benchmarks.replay.peers import find_any
from benchmarks.replay.peers.shown import Query, peer
from service.core.acquisition.pool import Pool
from service.core.acquisition.strategies.coverage import kernel, squared_distances
from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.heads.fit_mixture import fit_mixture
from tests.core.labelled_pools import labelled_pool
from tests.core.pools import blobs, pool_of

pytestmark = pytest.mark.slow

SEEDS = range(12)


def ours(name: str, pool: Pool, k: int, seed: int = 0) -> IntArray:
    return find_any(name)(pool, k, np.random.default_rng(seed)).ordinals


def theirs(name: str, pool: Pool, k: int, seed: int = 0) -> IntArray:
    return find_any(name)(pool, k, np.random.default_rng(seed)).ordinals


def asked(query: Query, pool: Pool, k: int, seed: int = 0) -> IntArray:
    """What a peer with other settings than its own chooses."""
    return peer("", "", query)(pool, k, np.random.default_rng(seed)).ordinals


def activeml(name: str, **settings: Any) -> Query:
    """A query strategy of scikit-activeml, with these settings."""
    # Not at the top: the library takes two seconds, also of the quick tests.
    from benchmarks.replay.peers.scikit_activeml import ask, library

    return partial(ask, partial(getattr(library, name), **settings))


def mean(worth: Callable[[IntArray], float], chosen: Callable[[int], IntArray]) -> float:
    return float(np.mean([worth(chosen(seed)) for seed in SEEDS]))


def off_limits(n: int) -> BoolArray:
    """Neither eligible nor taken, as the audit items of a project."""
    return np.arange(n) % 9 == 0


def partly_open(pool: Pool) -> Pool:
    return replace(pool, eligible=pool.eligible & ~off_limits(len(pool.vectors)))


@pytest.mark.parametrize("head", ["logistic", "mixture"])
@pytest.mark.parametrize(
    ("name", "other"),
    [
        ("margin", "skactiveml.margin"),
        ("margin", "smalltext.breaking_ties"),
        ("entropy", "skactiveml.entropy"),
        ("entropy", "smalltext.prediction_entropy"),
    ],
)
def test_the_least_sure_are_the_same(name: str, other: str, head: str) -> None:
    vectors, classes = blobs(400, spread=1.0)
    pool = partly_open(pool_of(vectors, classes, 4, 40))
    if head == "mixture":
        # It says more of rows of the pool than of the same vectors from elsewhere.
        mixture = fit_mixture(labelled_pool(vectors, classes, np.flatnonzero(pool.taken), 4))
        pool = replace(pool, head=mixture)
    assert set(ours(name, pool, 40)) == set(theirs(other, pool, 40))


@pytest.mark.parametrize("other", ["skactiveml.core_set", "smalltext.greedy_coreset"])
def test_the_farthest_are_the_same(other: str) -> None:
    vectors, classes = blobs(400, n_classes=5)
    pool = partly_open(pool_of(vectors, classes, 5, 10))
    found, expected = ours("coreset", pool, 25), theirs(other, pool, 25)
    assert found.tolist() == expected.tolist()
    open_rows = vectors[pool.eligible]

    def k_center_radius(chosen: IntArray) -> float:
        centres = vectors[np.append(np.flatnonzero(pool.taken), chosen)]
        return float(squared_distances(open_rows, centres).min(axis=1).max()) ** 0.5

    assert k_center_radius(found) == k_center_radius(expected)
    assert k_center_radius(ours("random", pool, 25)) > 1.1 * k_center_radius(found)


@pytest.mark.parametrize("n_labels", [0, 30])
def test_as_much_is_covered_as_by_max_herding(n_labels: int) -> None:
    vectors, classes = blobs(400, n_classes=5)
    pool = partly_open(pool_of(vectors, classes, 5, n_labels))
    found = ours("coverage", pool, 15)
    sigma = pool.cached("sigma", lambda: 0.0)
    settings = {"gamma": 1 / (2 * sigma**2)}
    expected = asked(activeml("MaxHerding", metric_dict=settings), pool, 15)

    def covered(chosen: IntArray) -> float:
        rows = vectors[np.append(np.flatnonzero(pool.taken), chosen)]
        return float(kernel(rows, vectors[pool.eligible], sigma).max(axis=0).sum())

    assert covered(found) == pytest.approx(covered(expected), rel=1e-4)
    assert covered(ours("random", pool, 15)) < 0.95 * covered(found)


def test_balls_hold_as_much_as_those_of_prob_cover() -> None:
    """At one radius: where k-means puts its clusters may move it by a step or two."""
    vectors, classes = blobs(600, n_classes=30)
    pool = pool_of(vectors, classes, 30, 10)
    found = ours("prob_cover", pool, 12)
    delta = pool.cached("delta", lambda: 0.0)
    expected = asked(activeml("ProbCover", deltas=[delta]), pool, 12)

    def held(chosen: IntArray) -> float:
        centres = vectors[np.append(np.flatnonzero(pool.taken), chosen)]
        return float((squared_distances(centres, vectors) <= delta**2).any(axis=0).mean())

    assert held(found) == pytest.approx(held(expected), rel=0.01)
    assert held(ours("random", pool, 12)) < 0.7 * held(found)


def test_the_radius_is_that_of_prob_cover() -> None:
    vectors, classes = blobs(300, n_classes=4, spread=0.3)
    pool = pool_of(vectors, classes, 4)
    ours("prob_cover", pool, 1)
    from skactiveml.pool import ProbCover

    asked_for = ProbCover(n_classes=4, deltas=RADII, random_state=0)
    asked_for.query(vectors, np.full(300, np.nan))
    assert pool.cached("delta", lambda: 0.0) == asked_for.delta_max_


@pytest.mark.parametrize("n_labels", [0, 4])
def test_typical_items_of_as_many_new_clusters(n_labels: int) -> None:
    """scikit-learn's k-means tries several first centres and finds the clusters more often."""
    vectors, classes = blobs(600, n_classes=12, spread=0.5)
    pool = pool_of(vectors, classes, 12, n_labels)
    distances = np.sqrt(squared_distances(vectors, vectors))
    typicality = 1 / np.sort(distances, axis=1)[:, 1:21].mean(axis=1)

    def typical(chosen: IntArray) -> float:
        return float(typicality[chosen].mean())

    def new_clusters(chosen: IntArray) -> float:
        return len(set(classes[chosen]) - set(classes[pool.taken]))

    for worth, tolerance, at_random in ((typical, 0.97, 0.85), (new_clusters, 0.9, 0.8)):
        found = mean(worth, partial(ours, "typiclust", pool, 8))
        assert found > tolerance * mean(worth, partial(theirs, "skactiveml.typi_clust", pool, 8))
        assert mean(worth, partial(ours, "random", pool, 8)) < at_random * found


def test_gradients_are_spread_as_those_of_badge() -> None:
    """After its first pick scikit-activeml takes the origin for one: its picks lie further out."""
    vectors, classes = blobs(400, n_classes=5, spread=0.8)
    pool = pool_of(vectors, classes, 5, 30)
    gradients = all_gradients(pool)

    def apart(chosen: IntArray) -> float:
        """The mean distance of a pick from the nearest other."""
        squared = squared_distances(gradients[chosen], gradients[chosen])
        np.fill_diagonal(squared, np.inf)
        return float(np.sqrt(squared.min(axis=1)).mean())

    def left_over(chosen: IntArray) -> float:
        """What k-means++ keeps small: squared distances to the nearest pick."""
        every = gradients[pool.eligible]
        return float(squared_distances(every, gradients[chosen]).min(axis=1).sum())

    found, expected = (
        partial(ours, "badge", pool, 12),
        partial(theirs, "skactiveml.badge", pool, 12),
    )
    assert mean(apart, found) > 0.85 * mean(apart, expected)
    assert mean(apart, partial(ours, "random", pool, 12)) < 0.6 * mean(apart, found)
    assert mean(left_over, found) < mean(left_over, expected)
    assert found(0)[0] == expected(0)[0]


def all_gradients(pool: Pool) -> FloatArray:
    """(N, C D) written out."""
    errors = pool.probabilities(np.arange(len(pool.vectors)))
    errors[np.arange(len(errors)), errors.argmax(axis=1)] -= 1
    outer = errors[:, :, None] * np.asarray(pool.vectors)[:, None, :]
    return outer.reshape(len(outer), -1)


def test_items_are_as_unstable_as_those_of_drop_query() -> None:
    """scikit-activeml doesn't scale up what is left, as dropout does: its picks change less."""
    vectors, classes = blobs(400, dimensions=64, n_classes=4, spread=1.2)
    pool = pool_of(vectors, classes, 4, 40)
    assert pool.head is not None
    before, rng = pool.head.probabilities(vectors).argmax(axis=1), np.random.default_rng(1)
    changes = np.zeros(len(vectors))
    for _ in range(100):
        thinned = np.where(rng.random(vectors.shape) < 0.75, 0, 4 * vectors)
        changes += pool.head.probabilities(thinned).argmax(axis=1) != before

    def unstable(chosen: IntArray) -> float:
        return float(changes[chosen].mean() / 100)

    query = activeml("DropQuery", n_dropout_samples=3)
    found = mean(unstable, partial(ours, "drop_query", pool, 12))
    assert found > 0.9 * mean(unstable, partial(asked, query, pool, 12))
    assert mean(unstable, partial(ours, "random", pool, 12)) < 0.6 * found


def test_unsure_items_are_clustered_as_by_clue() -> None:
    """With no more items than cluster_margin looks at, both cluster all, weighted by 1 - margin."""
    vectors, classes = blobs(120, n_classes=5, spread=0.8)
    pool = pool_of(vectors, classes, 5, 20)
    eligible = np.flatnonzero(pool.eligible)
    weights = 1 - pool.margins(eligible)

    def left_over(chosen: IntArray) -> float:
        squared = squared_distances(vectors[eligible], vectors[chosen]).min(axis=1)
        return float((weights * squared).sum())

    query = activeml("Clue", method="margin_sampling")
    found = mean(left_over, partial(ours, "cluster_margin", pool, 10))
    assert found < 1.05 * mean(left_over, partial(asked, query, pool, 10))
    assert mean(left_over, partial(ours, "random", pool, 10)) > 1.2 * found
