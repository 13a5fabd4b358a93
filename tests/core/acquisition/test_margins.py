"""Picks rest on exact margins, however rough those are that a scorer says."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from service.core.acquisition.margins import SAMPLE, Margins
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import find
from service.core.arrays import BoolArray, FloatArray
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.numpy_compute import NumpyScorer
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import Vectors
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Stacked, layout_of
from tests.core.pools import blobs, pool_of

N = 6_000


class Rough(NumpyScorer):
    """As far off as half precision is, or worse."""

    def margins(self, head: Head, vectors: Vectors, wanted: BoolArray | None = None) -> FloatArray:
        noise = np.random.default_rng(5).uniform(-0.02, 0.02, size=len(vectors))
        return (super().margins(head, vectors, wanted) + noise).astype(np.float32)


def pool(seed: int, copies: bool = False) -> Pool:
    vectors, classes = blobs(N, dimensions=24, n_classes=6, spread=1.2, seed=seed)
    if copies:
        vectors[1_000:] = np.tile(vectors[:1_000], (5, 1))
    return pool_of(vectors, classes, 6, 90, seed)


@pytest.mark.parametrize("copies", [False, True])
@pytest.mark.parametrize("strategy", ["margin@1", "cluster_margin@1"])
@pytest.mark.parametrize("seed", range(3))
def test_a_rough_scorer_leads_to_the_same_picks(strategy: str, seed: int, copies: bool) -> None:
    exact = pool(seed, copies)
    rough = replace(exact, scorer=Rough(), _cache={})
    for _ in range(3):
        here, there = (find(strategy)(p, 30, np.random.default_rng(seed)) for p in (exact, rough))
        np.testing.assert_array_equal(here.ordinals, there.ordinals)
        np.testing.assert_array_equal(here.scores, there.scores)
        exact, rough = exact.without(here.ordinals), rough.without(there.ordinals)


@pytest.mark.parametrize("k", [1, 50, N - SAMPLE - 1, N])
def test_contenders_hold_the_smallest_and_few_more(k: int) -> None:
    full = pool(0)
    assert full.head is not None
    margins = Margins(full.head, full.vectors, Rough())
    everything = np.arange(N)
    contenders = margins.contenders(everything, k)
    true = Margins(full.head, full.vectors, NumpyScorer()).of(everything)
    bar = np.sort(true)[k - 1]
    assert set(np.flatnonzero(true <= bar)) <= set(contenders.tolist())
    assert len(contenders) <= np.count_nonzero(true <= bar + 0.07) + SAMPLE


def test_exact_margins_are_those_of_double_precision() -> None:
    full = pool(1)
    assert full.head is not None
    rows = np.array([5, 3, 5, 4_000])
    P = np.sort(full.head.probabilities(full.vectors[rows].astype(np.float64)), axis=1)
    assert P.dtype == np.float64
    expected = np.round(P[:, -1] - P[:, -2], 5).astype(np.float32)
    np.testing.assert_array_equal(replace(full, scorer=Rough(), _cache={}).margins(rows), expected)


class Gathered(Stacked):
    """Of which a pass over all rows would copy every one."""

    def blocks(self) -> Iterator[tuple[slice, NDArray[Any]]]:
        raise AssertionError("all rows are read")


@pytest.mark.parametrize("threads", [1, 2])
@pytest.mark.slow
def test_of_a_few_rows_of_several_views_no_others_are_read(threads: int) -> None:
    first, classes = blobs(N, dimensions=24, n_classes=6, spread=1.2)
    second, _ = blobs(N, dimensions=12, n_classes=6, spread=1.2, seed=1)
    views, graphs = [first, second], [find_neighbours(each) for each in (first, second)]
    stack = Stacked(views)
    labels = Labels(np.arange(90), OneClass(classes[:90]), np.zeros(90, dtype=np.bool_))
    learner = Learner(find_head("mixture@1"), graphs[0], None, layout_of(stack), (graphs[1],))
    head = learner.fit(stack, labels, 6)
    wanted = np.arange(N) % 10 == 3
    few = NumpyScorer(threads).margins(head, Gathered(views), wanted)
    every = NumpyScorer().margins(head, stack, ~np.zeros(N, dtype=np.bool_))
    np.testing.assert_allclose(few[wanted], every[wanted], atol=1e-5)
    assert (few[~wanted] == 1).all()
