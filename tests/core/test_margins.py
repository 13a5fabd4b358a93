"""Picks rest on exact margins, however rough those are that a scorer says."""

from dataclasses import replace

import numpy as np
import pytest

from service.core.acquisition.margins import SAMPLE, Margins
from service.core.acquisition.pool import Pool
from service.core.acquisition.registry import find
from service.core.arrays import BoolArray, FloatArray
from service.core.heads.head import Head
from service.core.matrix import Vectors
from service.core.numpy_compute import NumpyScorer
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
