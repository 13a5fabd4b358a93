"""Parts of a pool sampled to different depths: against slow references, and over many seeds."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from service.core.acquisition.audit import BEYOND_ALL_KEYS
from service.core.arrays import IntArray
from service.core.evaluation.intervals import wilson
from service.core.evaluation.strata import (
    Strata,
    group_by_depth,
    in_proportion,
    kish,
    largest_subset,
    share_of_pool,
    weights_of,
)

PARTS = st.lists(
    st.tuples(st.integers(1, 5_000), st.integers(0, 40), st.floats(0, 1)), min_size=1, max_size=6
)


def arrays(parts: list[tuple[int, int, float]]) -> tuple[IntArray, IntArray, IntArray]:
    """Sizes, successes and trials; no stratum has more trials than items."""
    trials = [min(n, size) for size, n, _ in parts]
    successes = [round(n * share) for n, (_, _, share) in zip(trials, parts, strict=True)]
    return np.array([size for size, _, _ in parts]), np.array(successes), np.array(trials)


@given(PARTS)
def test_a_share_is_each_item_counted_for_those_it_stands_for(
    parts: list[tuple[int, int, float]],
) -> None:
    sizes, successes, trials = arrays(parts)
    found = share_of_pool(sizes, successes, trials)
    value = variance = squares = 0.0
    known = sum(N for N, n in zip(sizes, trials, strict=True) if n)
    for N, s, n in zip(sizes, successes, trials, strict=True):
        if n:
            value += N / known * s / n
            variance += (N / known) ** 2 * (s / n) * (1 - s / n) / n
            squares += (N / known) ** 2 / n
    if known == 0:
        assert (found.value, found.trials, found.unknown) == (0.0, 0.0, 1.0)
        assert found.interval() == (0.0, 1.0)
        return
    effective = 1 / squares
    if variance > 1e-12:
        effective = min(effective, value * (1 - value) / variance)
    assert found.value == pytest.approx(value)
    assert found.trials == pytest.approx(effective, rel=1e-6)
    assert found.unknown == pytest.approx(1 - known / sizes.sum())
    low, high = found.interval()
    assert 0 <= low <= (1 - found.unknown) * found.value + 1e-9
    assert (1 - found.unknown) * found.value + found.unknown - 1e-9 <= high <= 1


@given(st.integers(1, 10_000), st.integers(1, 200), st.data())
def test_one_stratum_is_a_plain_sample(size: int, n: int, data: st.DataObject) -> None:
    successes = data.draw(st.integers(0, n))
    found = share_of_pool(np.array([size]), np.array([successes]), np.array([n]))
    assert (found.value, found.trials, found.unknown) == (pytest.approx(successes / n), n, 0.0)
    assert found.interval() == pytest.approx(wilson(successes, n))


@given(st.lists(st.integers(1, 60), min_size=1, max_size=5), st.integers(1, 9))
def test_a_sample_in_proportion_is_worth_all_of_its_items(counts: list[int], times: int) -> None:
    trials = np.array(counts)
    found = share_of_pool(times * trials, trials, trials)
    assert found.trials == pytest.approx(trials.sum())


@given(st.lists(st.floats(0.1, 100), min_size=1, max_size=30))
def test_effective_number(weights: list[float]) -> None:
    w = np.array(weights)
    assert kish(w) == pytest.approx(sum(weights) ** 2 / sum(x * x for x in weights))
    assert 1 - 1e-6 <= kish(w) <= len(w) + 1e-6
    assert kish(np.array([w[0]]), np.array([7])) == 7
    assert kish(np.empty(0)) == 0


def test_weights_are_items_each_stands_for() -> None:
    strata = Strata(np.array([100, 20]), np.zeros(2, dtype=np.int64))
    stands_for = weights_of(strata, np.array([0, 1, 0, 0, 1]))
    assert stands_for.tolist() == [100 / 3, 10, 100 / 3, 100 / 3, 10]
    assert weights_of(Strata.one(), np.zeros(3, dtype=np.int64)).tolist() == [1, 1, 1]


@given(st.lists(st.integers(1, 1_000), min_size=1, max_size=4), st.data())
def test_a_beginning_holds_each_stratum_by_its_share(sizes: list[int], data: st.DataObject) -> None:
    drawn = st.lists(st.integers(0, len(sizes) - 1), min_size=1, max_size=80)
    stratum = np.array(data.draw(drawn))
    order = np.random.default_rng(data.draw(st.integers(0, 99))).permutation(len(stratum))
    strata = Strata(np.array(sizes), np.zeros(len(sizes), dtype=np.int64))
    arranged = in_proportion(order, stratum, strata)
    assert sorted(arranged) == sorted(order)
    for h in range(len(sizes)):
        mine = [int(i) for i in order if stratum[i] == h]
        assert [int(i) for i in arranged if stratum[i] == h] == mine, "their order stays"
    sampled = np.bincount(stratum, minlength=len(sizes))
    known = sampled > 0
    shares = np.where(known, sizes, 0) / np.array(sizes)[known].sum()
    length = int(min(largest_subset(strata, sampled), len(stratum)))
    for m in range(1, length + 1):
        counts = np.bincount(stratum[arranged[:m]], minlength=len(sizes))
        assert (np.abs(counts - m * shares) < len(sizes)).all()
    assert all(sampled[h] > 0 for h in np.flatnonzero(known))


def test_the_largest_subset_ends_where_one_stratum_is_short() -> None:
    strata = Strata(np.array([900, 100]), np.zeros(2, dtype=np.int64))
    assert largest_subset(strata, np.array([90, 100])) == pytest.approx(89.5 / 0.9)
    assert largest_subset(strata, np.array([90, 2])) == pytest.approx(15)
    assert largest_subset(strata, np.array([0, 8])) == pytest.approx(7.5)
    assert largest_subset(strata, np.array([0, 0])) == 0


DEPTHS = st.lists(
    st.tuples(st.integers(0, 19), st.integers(1, 5), st.integers(0, 14)), min_size=1, max_size=5
)


@pytest.mark.slow
@given(DEPTHS)
def test_imports_of_one_depth_make_a_stratum(depths: list[tuple[int, int, int]]) -> None:
    """One key would do as the frontier of all in it; as few groups as that allows."""
    frontiers = np.array([first / 20 for first, _, _ in depths])
    following = np.array([(first + length) / 20 for first, length, _ in depths])
    sampled = np.array([n for _, _, n in depths])
    stratum = group_by_depth(frontiers, following, sampled)
    members = [np.flatnonzero(stratum == h) for h in range(stratum.max() + 1)]
    assert all(len(each) for each in members), "numbered from 0 without holes"
    for each in members:
        assert frontiers[each].max() < following[each].min()
        assert (sampled[each] >= 10).sum() <= 1, "one with a sample of its own stands for itself"
    small = group_by_depth(frontiers, following, np.zeros(len(depths), dtype=np.int64))
    assert small.max() + 1 == fewest_groups(frontiers, following)


def fewest_groups(frontiers: NDArray[np.float64], following: NDArray[np.float64]) -> int:
    """By trying every assignment of imports to groups."""
    n = len(frontiers)
    fits = (
        len(set(groups))
        for groups in product(range(n), repeat=n)
        if max(groups) < len(set(groups))
        and all(
            frontiers[np.array(groups) == g].max() < following[np.array(groups) == g].min()
            for g in set(groups)
        )
    )
    return min(fits)


def test_small_imports_join_the_smallest_stratum_of_their_depth() -> None:
    frontiers, following = np.full(4, 0.5), np.full(4, 0.6)
    assert group_by_depth(frontiers, following, np.array([50, 3, 12, 4])).tolist() == [0, 1, 1, 1]
    assert group_by_depth(frontiers, following, np.array([50, 6, 12, 4])).tolist() == [0, 2, 1, 2]
    assert group_by_depth(frontiers, following, np.array([3, 2, 1, 0])).tolist() == [0, 0, 0, 0]


AUDITS = (30, 100, 400, 2_500)
FIRST, SECOND = 1_000, 20_000


@pytest.fixture(scope="module")
def grown() -> NDArray[np.float64]:
    """(1,000 seeds, AUDITS, what `estimated` tells)"""
    return np.array([estimates(seed) for seed in range(1_000)])


def estimates(seed: int) -> list[tuple[float, ...]]:
    """Imports of 1,000 and 20,000, of which a head gets 90 % and 60 % right; 100 audits of the
    first before the second comes, then so many more of the union, in audit order."""
    rng = np.random.default_rng(seed)
    right = [rng.random(FIRST) < 0.9, rng.random(SECOND) < 0.6]
    keys = [np.sort(rng.random(FIRST)), np.sort(rng.random(SECOND))]
    ahead = np.sort(np.concatenate([keys[0][100:], keys[1]]))
    return [estimated(right, keys, ahead[audits - 1]) for audits in AUDITS]


def estimated(
    right: list[NDArray[np.bool_]], keys: list[NDArray[np.float64]], reach: float
) -> tuple[float, ...]:
    """(estimate, low, high, truth, plain mean of the audit items)"""
    counts = np.array([max(100, np.sum(keys[0] <= reach)), np.sum(keys[1] <= reach)])
    frontiers = np.array([keys[i][n - 1] for i, n in enumerate(counts)])
    following = np.array(
        [keys[i][n] if n < len(keys[i]) else BEYOND_ALL_KEYS for i, n in enumerate(counts)]
    )
    stratum = group_by_depth(frontiers, following, counts)
    successes = [r[:n].sum() for r, n in zip(right, counts, strict=True)]
    sums = [
        np.bincount(stratum, weights=each).astype(np.int64)
        for each in ([FIRST, SECOND], successes, counts)
    ]
    share = share_of_pool(*sums)
    truth = float(np.concatenate(right).mean())
    return (share.value, *share.interval(), truth, float(sum(successes) / counts.sum()))


@pytest.mark.slow
@pytest.mark.parametrize("audits", AUDITS)
def test_a_pool_that_grew_is_estimated_without_bias_and_the_interval_holds(
    grown: NDArray[np.float64], audits: int
) -> None:
    """1,000 seeds. The plain mean of the audit items says up to 25 points too much."""
    estimate, low, high, truth, plain = grown[:, AUDITS.index(audits)].T
    error = (estimate - truth).std() / np.sqrt(len(truth))
    assert abs((estimate - truth).mean()) < 4 * error
    if audits < 2_000:
        assert (plain - truth).mean() > 3 * abs((estimate - truth).mean()) + 0.01
    contained = np.mean((low <= truth) & (truth <= high))
    # 95 %, less three standard errors of a share of 1,000.
    assert contained > 0.93
    width = 2 * 1.96 * np.sqrt(0.6 * 0.4 / audits)
    assert np.median(high - low) < 1.15 * width, "no wider than it must be"
