"""Every strategy chooses what its slow and obvious reference chooses."""

from dataclasses import dataclass, field, replace

import numpy as np
import pytest

from benchmarks.contenders import STRATEGIES as CONTENDERS
from benchmarks.replay.peers import find_any
from service.core.acquisition import registry
from service.core.acquisition.registry import find
from service.core.acquisition.strategies.coverage import (
    best_kernel,
    first_bounds,
    greedy,
    kernel,
    radius,
    squared_distances,
)
from service.core.arrays import FloatArray, IntArray
from service.core.heads.fit_mixture import fit_mixture
from service.core.heads.head import Arrays
from tests.core.acquisition.strategies.reference_rounds import REFERENCES
from tests.core.acquisition.strategies.references import State
from tests.core.labelled_pools import labelled_pool
from tests.core.pools import blobs, pool_of


def test_every_strategy_has_a_reference() -> None:
    assert {strategy.label for strategy in (*registry.all(), *CONTENDERS)} == set(REFERENCES)


@pytest.mark.parametrize("label", REFERENCES)
@pytest.mark.parametrize(("n", "n_classes", "n_labels"), [(25, 3, 9), (150, 4, 0), (150, 4, 40)])
@pytest.mark.parametrize(
    ("k", "seed"), [(8, 0), *(pytest.param(k, 2, marks=pytest.mark.slow) for k in (1, 20))]
)
def test_agrees_with_the_reference(
    label: str, n: int, n_classes: int, n_labels: int, k: int, seed: int
) -> None:
    vectors, classes = blobs(n, n_classes=n_classes, seed=seed)
    pool = pool_of(vectors, classes, n_classes, n_labels, seed)
    k = min(k, int(pool.eligible.sum()))
    fast = find_any(label)(pool, k, np.random.default_rng(seed)).ordinals.tolist()
    assert fast == REFERENCES[label](State(pool), k, np.random.default_rng(seed))


def test_references_tell_strategies_apart() -> None:
    """Or agreement would prove nothing."""
    vectors, classes = blobs(150)
    pool = pool_of(vectors, classes, 4, 40)
    # `auto` is one of the others, each time.
    others = [how for label, how in REFERENCES.items() if not label.startswith("auto@")]
    chosen = {tuple(how(State(pool), 10, np.random.default_rng(0))) for how in others}
    assert len(chosen) == len(others)


@pytest.mark.parametrize(
    ("n", "n_labels", "resolved"),
    [
        (29, 0, "random"),
        (30, 0, "uncertainty_herding"),
        (57, 7, "coverage"),
        (58, 8, "cluster_margin"),
        (37, 8, "random"),
    ],
)
def test_what_auto_does_with_logistic_regression(n: int, n_labels: int, resolved: str) -> None:
    vectors, classes = blobs(n)
    pool = pool_of(vectors, classes, 4, n_labels, seed=2)
    assert find("auto")(pool, 5, np.random.default_rng(0)).strategy == f"auto@1:{resolved}@1"


@pytest.mark.parametrize(
    ("n_labels", "resolved"),
    [
        (3, "uncertainty_herding"),
        (4, "margin_herding"),
        (15, "margin_herding"),
        (16, "uncertainty_herding"),
    ],
)
@pytest.mark.slow
def test_what_auto_does_with_a_mixture(n_labels: int, resolved: str) -> None:
    """While labels are few it keeps to what is least sure."""
    vectors, classes = blobs(150)
    pool = pool_of(vectors, classes, 4, 20)
    labelled = np.flatnonzero(pool.taken)
    mixture = fit_mixture(labelled_pool(vectors, classes, labelled, 4))
    mixed = replace(pool, head=mixture, n_labels=n_labels)
    few = replace(mixed, eligible=mixed.eligible & (np.arange(150) < 30))
    headless = replace(mixed, head=None)
    for seen, name in ((mixed, resolved), (few, "random"), (headless, "uncertainty_herding")):
        picks, same = (find(s)(seen, 5, np.random.default_rng(0)) for s in ("auto", name))
        assert picks.strategy == f"auto@1:{name}@1"
        np.testing.assert_array_equal(picks.ordinals, same.ordinals)


@pytest.mark.parametrize("label", ["uncertainty_herding@1", "margin_herding@1"])
@pytest.mark.slow
def test_batches_of_a_ranking_agree_with_the_reference(label: str) -> None:
    """What is looked at is shared, until there is little left of it."""
    vectors, classes = blobs(150, spread=1.0)
    pool = pool_of(vectors, classes, 4, 20)
    state = State(pool)
    rng, slow = (np.random.default_rng(1) for _ in range(2))
    for _ in range(5):
        fast = find(label)(pool, 8, rng).ordinals
        assert fast.tolist() == REFERENCES[label](state, 8, slow)
        pool, state = pool.without(fast), state.after(fast.tolist())


@pytest.mark.parametrize("label", ["uncertainty_herding@1", "entropy@1", "badge@1", "margin@1"])
@pytest.mark.slow
def test_strategies_read_a_mixture_as_they_read_logistic_regression(label: str) -> None:
    """A mixture says more of rows of the pool than of the same vectors from elsewhere."""
    vectors, classes = blobs(150, spread=1.0)
    pool = pool_of(vectors, classes, 4, 40)
    mixture = fit_mixture(labelled_pool(vectors, classes, np.flatnonzero(pool.taken), 4))
    table = mixture.probabilities(vectors, np.arange(150))
    by_row = replace(pool, head=mixture)
    by_table = replace(pool, head=Table(table))
    chosen = [find(label)(p, 10, np.random.default_rng(0)).ordinals for p in (by_row, by_table)]
    np.testing.assert_array_equal(*chosen)


@dataclass(frozen=True, eq=False)
class Table:
    """A head that knows the probabilities of the rows of one pool, and nothing else."""

    rows: FloatArray
    n_classes: int = 4
    class_indices: IntArray = field(default_factory=lambda: np.arange(4))

    def probabilities(self, X: FloatArray, ordinals: IntArray, /) -> FloatArray:
        return self.rows[ordinals].astype(X.dtype)

    def to_arrays(self) -> Arrays:
        return {}


def test_random_reports_the_chance_at_each_draw() -> None:
    vectors, classes = blobs(20)
    picks = find("random")(pool_of(vectors, classes, 4), 3, np.random.default_rng(0))
    assert picks.probabilities is not None
    np.testing.assert_allclose(picks.probabilities, [1 / 20, 1 / 19, 1 / 18])


def test_scores_fall_with_certainty() -> None:
    vectors, classes = blobs(200)
    pool = pool_of(vectors, classes, 4, 30)
    for name in ("margin", "cluster_margin"):
        picks = find(name)(pool, 20, np.random.default_rng(0))
        np.testing.assert_allclose(picks.scores, 1 - pool.margins(picks.ordinals), atol=1e-6)
        assert (np.diff(picks.scores) <= 1e-5).all()


@pytest.mark.parametrize("seed", range(5))
@pytest.mark.slow
def test_lazy_greedy_is_greedy(seed: int) -> None:
    rng = np.random.default_rng(seed)
    K = rng.random((300, 90)).astype(np.float32)
    covered = 0.8 * rng.random(90).astype(np.float32)
    chosen, gains = greedy(K, covered, 300)
    assert sorted(chosen) == list(range(300))
    for pick, won in zip(chosen, gains, strict=True):
        best = np.maximum(K - covered, 0).sum(axis=1, dtype=np.float64)
        np.testing.assert_allclose(won, best.max(), atol=1e-3)
        np.testing.assert_allclose(best[pick], best.max(), atol=1e-3)
        covered = np.maximum(covered, K[pick])


def test_what_is_known_of_gains_changes_no_pick() -> None:
    """Bounds from an earlier batch, when less was covered; what may not be picked isn't."""
    rng = np.random.default_rng(3)
    K = rng.random((300, 90)).astype(np.float32)
    covered = 0.2 * rng.random(90).astype(np.float32)
    bounds = first_bounds(K, covered)
    covered = np.maximum(covered, 0.7 * rng.random(90)).astype(np.float32)
    left = np.flatnonzero(rng.random(300) < 0.8)
    bounds[np.setdiff1d(np.arange(300), left)] = -np.inf
    known, gains = greedy(K, covered, 100, bounds)
    chosen, expected = greedy(K[left], covered, 100)
    np.testing.assert_array_equal(known, left[chosen])
    np.testing.assert_array_equal(gains, expected)
    with pytest.raises(ValueError, match="fewer than 300"):
        greedy(K, covered, 300, bounds)


@pytest.mark.slow
def test_coverage_of_a_sample_is_nearly_that_of_the_whole() -> None:
    """3,600 items: candidates and references are samples; the full greedy covers hardly more."""
    vectors, classes = blobs(3_600, dimensions=8, n_classes=12)
    pool = pool_of(vectors, classes, 12)
    picks = find("coverage")(pool, 10, np.random.default_rng(0))
    sigma = radius(vectors[:2_000])
    K = kernel(vectors, vectors, sigma)
    best, _ = greedy(K, np.zeros(3_600, dtype=np.float32), 10)
    random = find("random")(pool, 10, np.random.default_rng(0)).ordinals
    covers = {
        name: K[rows].max(axis=0).sum()
        for name, rows in (("sample", picks.ordinals), ("whole", best), ("random", random))
    }
    assert covers["sample"] > 0.93 * covers["whole"]
    assert covers["random"] < 0.9 * covers["sample"]


def test_what_is_taken_is_covered() -> None:
    """With one of two far groups taken, coverage asks about the other."""
    vectors, classes = blobs(200, n_classes=2, spread=0.1)
    pool = pool_of(vectors, classes, 2).without(np.flatnonzero(classes == 0)[:1])
    assert classes[find("coverage")(pool, 1, np.random.default_rng(0)).ordinals[0]] == 1


def test_many_taken_items_are_walked_in_chunks() -> None:
    vectors, classes = blobs(5_000, dimensions=4)
    pool = pool_of(vectors, classes, 4, 4_500)
    references = vectors[:50]
    expected = kernel(vectors[pool.taken], references, 0.3).max(axis=0)
    np.testing.assert_allclose(
        best_kernel(references, pool, np.flatnonzero(pool.taken), 0.3), expected
    )


def test_distances_never_fall_below_zero() -> None:
    vectors, _ = blobs(100, dimensions=384)
    squared = squared_distances(vectors, vectors)
    assert squared.min() == 0.0
    np.testing.assert_allclose(
        squared, np.square(vectors[:, None] - vectors[None]).sum(axis=2), atol=1e-5
    )


def test_the_radius_follows_the_scale_and_has_a_floor() -> None:
    vectors, _ = blobs(300)
    np.testing.assert_allclose(radius(3 * vectors), 3 * radius(vectors), rtol=1e-4)
    assert radius(np.tile(vectors[:1], (50, 1))) == 0.05
    assert radius(vectors[:1]) == 1.0
