"""Whether another strategy would have done better: found where it is so, and not where it isn't."""

import math
import statistics
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from scipy.stats import t as student

from benchmarks.contenders import CORESET
from service.core.acquisition.registry import find
from service.core.replay.comparison import (
    MOST_LABELS,
    Answered,
    Split,
    compare,
    compared,
    sample,
    strategies_for,
)
from service.core.replay.learning_curves import mean_of, resampled_mean
from service.core.targets.one_class import OneClass, class_of_each
from service.core.vectors.views import Layout
from tests.core.pools import blobs
from tests.most_certain import known


def answered(m: int = 80, head: str = "logistic@1", **changed: Any) -> Answered:
    vectors, truth = blobs(m, dimensions=8, n_classes=3, spread=0.8)
    made = Answered(
        vectors, Layout((8,)), OneClass(truth), 3, "auto", head, None,
        batch_size=10, round_every=5, seed=4,
    )  # fmt: skip
    return replace(made, **changed)


def with_outliers(m: int, strategy: str, seed: int) -> Answered:
    """Half of the items are far from all others and each other, and teach nothing."""
    vectors, truth = blobs(m, dimensions=40, n_classes=6, spread=0.8, seed=seed)
    rng = np.random.default_rng(seed)
    far = rng.permutation(m)[: m // 2]
    rows = rng.normal(size=(len(far), 40))
    vectors[far] = rows / np.linalg.norm(rows, axis=1, keepdims=True)
    truth[far] = rng.integers(0, 6, size=len(far))
    return answered(
        vectors=vectors,
        layout=Layout((40,)),
        truth=OneClass(truth),
        n_classes=6,
        strategy=strategy,
        seed=seed,
    )


@pytest.mark.slow
def test_a_better_strategy_is_found() -> None:
    """Farthest first asks about the outliers, whose answers say nothing of the others."""
    with known(CORESET):
        own, *others = compare(with_outliers(200, "coreset", seed=1), splits=5).candidates
    assert own.strategy == "coreset@1"
    assert [c.is_better for c in others if c.strategy == "typiclust@1"] == [True]
    assert others == sorted(others, key=lambda candidate: -candidate.area)


@pytest.mark.slow
@pytest.mark.parametrize("seed", range(2))
def test_where_nothing_can_be_learnt_no_strategy_is_better(seed: int) -> None:
    made = answered(seed=seed)
    noise = np.random.default_rng(seed).integers(0, 3, size=len(made.truth))
    found = compare(replace(made, truth=OneClass(noise)), splits=5)
    assert not any(candidate.is_better for candidate in found.candidates)


def test_equal_strategies_differ_by_nothing() -> None:
    areas = np.random.default_rng(1).uniform(size=(10, 1)).repeat(3, axis=1)
    _, *others = compared(["margin@1", "badge@1", "random@1"], areas)
    assert [(c.difference.low, c.difference.high) for c in others if c.difference] == [(0, 0)] * 2
    assert not any(candidate.is_better for candidate in others)


def test_intervals_are_the_slow_obvious_ones() -> None:
    areas = np.random.default_rng(2).normal(0.7, 0.02, size=(10, 4))
    names = ["margin@1", "a@1", "b@1", "c@1"]
    for candidate in compared(names, areas)[1:]:
        place = names.index(candidate.strategy)
        gains = [float(areas[j, place] - areas[j, 0]) for j in range(10)]
        mean = sum(gains) / 10
        variance = (1 / 10 + 1 / 3) * sum((gain - mean) ** 2 for gain in gains) / 9
        reach = float(student.ppf(1 - 0.05 / 3 / 2, df=9)) * math.sqrt(variance)
        assert candidate.difference is not None
        assert candidate.difference.value == pytest.approx(mean)
        assert candidate.difference.low == pytest.approx(mean - reach)
        assert candidate.difference.high == pytest.approx(mean + reach)
        assert candidate.area == pytest.approx(statistics.fmean(areas[:, place]))


def test_splits_of_the_same_items_are_not_taken_for_fresh_ones() -> None:
    """Items of which each is as often better as worse with another strategy: no mean difference."""
    rng = np.random.default_rng(3)
    covered = {"resampled": 0, "fresh": 0}
    for _ in range(400):
        gain = rng.normal(size=200)
        halves = np.array([gain[rng.permutation(200)[:100]].mean() for _ in range(10)])
        for name, found in (("resampled", resampled_mean(halves, 1.0)), ("fresh", mean_of(halves))):
            covered[name] += (found.low or 0.0) <= 0 <= (found.high or 0.0)
    assert 0.92 <= covered["resampled"] / 400 <= 0.98
    assert covered["fresh"] / 400 < 0.7


@pytest.mark.slow
def test_is_repeatable_and_says_how_far_it_is() -> None:
    progress: list[tuple[int, int]] = []
    found = compare(answered(40), lambda done, total: progress.append((done, total)), splits=2)
    assert progress == [(i, 14) for i in range(1, 15)]
    assert (found.items, found.budget) == (30, 10)
    assert found == compare(answered(40), splits=2)
    assert found != compare(answered(40, seed=5), splits=2)
    made = answered(60)
    assert Split(made, 4).area("margin") == Split(made, 4).area("margin")
    assert len({Split(made, seed).area("margin") for seed in range(4, 8)}) > 1


def test_what_hears_of_a_campaign_can_end_it_all() -> None:
    class Enough(Exception):
        pass

    def progress(done: int, _total: int) -> None:
        if done == 2:
            raise Enough

    with pytest.raises(Enough):
        compare(answered(40), progress)


def test_what_is_scored_on_is_in_no_pool() -> None:
    made = answered(vectors=np.eye(41, dtype=np.float32), truth=OneClass(np.arange(41)))
    split, other = Split(made, 1), Split(made, 2)
    assert (len(split.truth), len(split.held_out.truth)) == (31, 10)
    asked, tested, others = (
        set(class_of_each(targets)) for targets in (split.truth, split.held_out.truth, other.truth)
    )
    assert not asked & tested
    assert asked != others


@pytest.mark.parametrize("m", [200, 212, 236])
def test_a_campaign_has_five_points(m: int) -> None:
    """The end counts once, also where a fifth of the budget is no whole number."""
    points = Split(answered(m), seed=1).campaign("random@1")
    assert len(points) == 5
    assert points[-1].labels == m // 4


@pytest.mark.parametrize("head", ["logistic@1", "mixture@1"])
def test_one_class_and_empty_texts_are_survived(head: str) -> None:
    vectors, _ = blobs(48, dimensions=8)
    vectors[::5] = 0
    split = Split(
        answered(vectors=vectors, truth=OneClass(np.ones(48, dtype=np.int64)), head=head), 1
    )
    assert [split.area(name) for name in ("auto", "margin", "typiclust")] == [1.0] * 3


@pytest.mark.slow
def test_heads_of_several_views_are_compared_on_all_of_them() -> None:
    """The first view is noise: what there is to learn is in the second."""
    plain = answered(head="mixture@1")
    noise = np.random.default_rng(1).normal(size=plain.vectors.shape).astype(np.float32)
    noise /= np.linalg.norm(noise, axis=1, keepdims=True)
    rows = np.hstack([noise, plain.vectors])
    both = Split(replace(plain, vectors=rows, layout=Layout((8, 8))), 0)
    alone = Split(replace(plain, vectors=noise), 0)
    assert both.vectors.shape == (60, 16)
    assert both.area("random") > alone.area("random") + 0.2


def test_the_own_strategy_comes_first_and_once() -> None:
    assert strategies_for("margin@1")[0] == "margin@1"
    others = {"auto", "badge", "cluster_margin", "random", "typiclust", "uncertainty_herding"}
    compared = {each.label for each in map(find, others)}
    assert {*strategies_for("margin")} == compared | {"margin@1"}
    assert {*strategies_for("entropy")} == compared | {"margin@1", "entropy@1"}


def test_a_strategy_says_itself_that_projects_are_compared_with_it() -> None:
    assert not find("entropy").is_compared
    assert [find(name).is_compared for name in strategies_for("entropy")] == [False] + 7 * [True]


def test_of_many_labels_a_sample_is_compared_on() -> None:
    assert sample(300, 1).tolist() == list(range(300))
    chosen = sample(5_000, 1)
    assert len(chosen) == len(set(chosen.tolist())) == MOST_LABELS
    assert chosen.max() > 4_900
    assert (chosen != sample(5_000, 2)).any()
