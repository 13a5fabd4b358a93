"""What holds for every strategy, however it chooses. A new one is tested by existing."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.contenders import STRATEGIES as CONTENDERS
from service.core.acquisition import registry
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import Picks, Strategy
from tests.core.pools import blobs, pool_of

STRATEGIES = [
    pytest.param(strategy, id=strategy.label) for strategy in (*registry.all(), *CONTENDERS)
]
pytestmark = pytest.mark.parametrize("strategy", STRATEGIES)


def choose(strategy: Strategy, pool: Pool, k: int, seed: int = 0) -> Picks:
    return strategy(pool, k, np.random.default_rng(seed))


def check(picks: Picks, pool: Pool, k: int) -> None:
    expected = min(k, int(pool.eligible.sum()))
    assert picks.ordinals.shape == picks.scores.shape == (expected,)
    assert picks.ordinals.dtype == np.int64
    assert picks.scores.dtype == np.float64
    assert len(set(picks.ordinals.tolist())) == expected
    assert pool.eligible[picks.ordinals].all()
    assert np.isfinite(picks.scores).all()
    if picks.probabilities is not None:
        assert picks.probabilities.shape == (expected,)
        assert ((picks.probabilities > 0) & (picks.probabilities <= 1)).all()


@pytest.mark.parametrize("k", [1, *(pytest.param(k, marks=pytest.mark.slow) for k in (7, 10)), 40])
@pytest.mark.parametrize(("n_classes", "n_labels"), [(2, 0), (2, 12), (4, 6), (4, 30), (150, 60)])
def test_chooses_k_distinct_eligible_items(
    strategy: Strategy, n_classes: int, n_labels: int, k: int
) -> None:
    vectors, classes = blobs(300, n_classes=n_classes)
    pool = pool_of(vectors, classes, n_classes, n_labels)
    check(choose(strategy, pool, k), pool, k)


def test_names_itself_and_its_version(strategy: Strategy) -> None:
    vectors, classes = blobs(60)
    picks = choose(strategy, pool_of(vectors, classes, 4, 10), 5)
    assert picks.strategy.split(":")[0] == strategy.label
    assert strategy.title
    assert strategy.citation


def test_the_seed_decides(strategy: Strategy) -> None:
    vectors, classes = blobs(200)
    first = choose(strategy, pool_of(vectors, classes, 4, 20), 10, seed=3)
    again = choose(strategy, pool_of(vectors, classes, 4, 20), 10, seed=3)
    np.testing.assert_array_equal(first.ordinals, again.ordinals)
    np.testing.assert_array_equal(first.scores, again.scores)


def test_never_touches_the_pool(strategy: Strategy) -> None:
    vectors, classes = blobs(100)
    pool = pool_of(vectors, classes, 4, 20)
    before = vectors.copy(), pool.eligible.copy(), pool.taken.copy()
    choose(strategy, pool, 10)
    for now, then in zip((pool.vectors, pool.eligible, pool.taken), before, strict=True):
        np.testing.assert_array_equal(now, then)


@pytest.mark.parametrize("n_labels", [0, 20])
@pytest.mark.parametrize("n", [31, 64])
def test_survives_k_equal_to_n_and_more(strategy: Strategy, n: int, n_labels: int) -> None:
    vectors, classes = blobs(n)
    pool = pool_of(vectors, classes, 4, n_labels)
    for k in (int(pool.eligible.sum()), n, 5 * n):
        check(choose(strategy, pool, k), pool, k)


def test_takes_what_is_left(strategy: Strategy) -> None:
    vectors, classes = blobs(50)
    pool = pool_of(vectors, classes, 4, 20)
    for left in (0, 1, 2, 5):
        few = np.zeros(50, dtype=np.bool_)
        few[np.flatnonzero(pool.eligible)[:left]] = True
        check(choose(strategy, replace(pool, eligible=few), 10), replace(pool, eligible=few), 10)


def test_survives_nothing_at_all(strategy: Strategy) -> None:
    nothing = np.zeros(0, dtype=np.bool_)
    pool = Pool(np.zeros((0, 8), dtype=np.float32), nothing, nothing, 3, 0, None)
    assert len(choose(strategy, pool, 10).ordinals) == 0


@pytest.mark.parametrize("with_head", [False, True])
def test_survives_copies_and_empty_texts(strategy: Strategy, with_head: bool) -> None:
    vectors, classes = blobs(80)
    vectors[20:50] = vectors[20]
    vectors[50:60] = 0.0
    pool = pool_of(vectors, classes, 4, 20 if with_head else 0)
    check(choose(strategy, pool, 30), pool, 30)


def test_never_chooses_a_hole(strategy: Strategy) -> None:
    vectors, classes = blobs(120)
    holes = np.arange(120) % 3 == 0
    pool = pool_of(vectors, classes, 4, 30)
    pool = replace(pool, eligible=pool.eligible & ~holes)
    vectors[holes] = 0.0
    picks = choose(strategy, pool, 200)
    check(picks, pool, 200)
    assert not holes[picks.ordinals].any()


def test_survives_one_class(strategy: Strategy) -> None:
    vectors, classes = blobs(60, n_classes=1)
    pool = pool_of(vectors, classes, 1, 5)
    check(choose(strategy, pool, 10), pool, 10)


@pytest.mark.slow
@pytest.mark.parametrize("n_labels", [0, 2, 40])
def test_equal_items_stand_an_equal_chance(strategy: Strategy, n_labels: int) -> None:
    """Chi-squared over seeds; a strategy that prefers low ordinals exceeds it fortyfold."""
    vectors, classes = blobs(40, dimensions=33)
    pool = pool_of(vectors, classes, 4, 40)
    copies = np.tile(vectors[:1], (40, 1))
    everything = np.ones(40, dtype=np.bool_)
    head = pool.head if n_labels else None
    times, k = 100, 4
    counts = np.zeros(40)
    for seed in range(times):
        equal = Pool(copies, everything, ~everything, 4, n_labels, head)
        counts[choose(strategy, equal, k, seed).ordinals] += 1
    expected = times * k / 40
    # 39 degrees of freedom: a fair draw exceeds 85 once in 30,000 runs.
    assert ((counts - expected) ** 2 / expected).sum() < 85


def test_items_taken_in_a_batch_are_not_taken_in_the_next(strategy: Strategy) -> None:
    vectors, classes = blobs(90)
    pool = pool_of(vectors, classes, 4, 20)
    rng = np.random.default_rng(0)
    chosen: list[int] = []
    while len(picks := strategy(pool, 16, rng).ordinals):
        chosen += picks.tolist()
        pool = pool.without(picks)
    assert (
        sorted(chosen)
        == np.flatnonzero(pool.taken)[np.isin(np.flatnonzero(pool.taken), chosen)].tolist()
    )
    assert len(set(chosen)) == len(chosen) == 70
