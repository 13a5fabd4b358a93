"""Margins, chunk by chunk, and what happens to a pool when items are taken."""

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.acquisition.margins import smallest
from service.core.acquisition.pool import Pool
from service.core.arrays import BoolArray, FloatArray
from service.core.heads.head import Head
from service.core.numpy_compute import NUMPY, NumpyScorer, top_two_margin
from service.core.vectors.matrix import BLOCK_ROWS, Vectors
from tests.core.pools import blobs, pool_of


@pytest.mark.parametrize("n_classes", [2, 3, 150])
def test_margins_do_not_depend_on_chunks(n_classes: int) -> None:
    n = BLOCK_ROWS + 37
    vectors, classes = blobs(n, dimensions=5, n_classes=n_classes)
    pool = pool_of(vectors, classes, n_classes, 400)
    assert pool.head is not None
    ordered = np.sort(pool.head.probabilities(vectors), axis=1)
    expected = ordered[:, -1] - ordered[:, -2]
    rough = NUMPY.scorer.margins(pool.head, vectors)
    np.testing.assert_allclose(rough, expected, atol=1e-5)
    np.testing.assert_allclose(pool.margins(np.arange(n)), expected, atol=2e-5)


@given(st.integers(1, 6), st.integers(1, 12), st.integers(0, 1_000))
def test_top_two_margin(n_classes: int, n: int, seed: int) -> None:
    P = np.random.default_rng(seed).dirichlet(np.ones(n_classes), size=n).astype(np.float32)
    for row, margin in zip(P, top_two_margin(P), strict=True):
        best, *rest = sorted(row.tolist(), reverse=True)
        assert margin == pytest.approx(best - (rest[0] if rest else 0.0), abs=1e-6)


class Counting(NumpyScorer):
    calls = 0

    def margins(self, head: Head, vectors: Vectors, wanted: BoolArray | None = None) -> FloatArray:
        self.calls += 1
        return super().margins(head, vectors, wanted)


def test_margins_are_computed_once_for_all_batches() -> None:
    vectors, classes = blobs(50)
    pool = pool_of(vectors, classes, 4, 20)
    counting = Counting()
    pool = replace(pool, scorer=counting)
    pool.margins(np.array([3]))
    pool.without(np.array([1, 2])).least_sure(5, np.random.default_rng(0))
    assert counting.calls == 1


def test_without_leaves_the_original_alone() -> None:
    vectors, classes = blobs(10)
    pool = pool_of(vectors, classes, 4)
    after = pool.without(np.array([3, 7]))
    assert np.flatnonzero(after.taken).tolist() == [3, 7]
    assert np.flatnonzero(~after.eligible).tolist() == [3, 7]
    assert pool.eligible.all()
    assert not pool.taken.any()


def test_probabilities_are_those_of_the_rows() -> None:
    vectors, classes = blobs(30)
    pool = pool_of(vectors, classes, 4, 20)
    assert pool.head is not None
    np.testing.assert_allclose(
        pool.probabilities(np.array([4, 2])), pool.head.probabilities(vectors)[[4, 2]], atol=1e-6
    )


def test_without_a_head_there_are_no_margins() -> None:
    vectors, classes = blobs(5)
    pool = pool_of(vectors, classes, 4)
    with pytest.raises(ValueError, match="no ranking head"):
        pool.margins(np.array([0]))
    with pytest.raises(ValueError, match="no ranking head"):
        pool.probabilities(np.array([0]))


def test_vectors_may_be_a_memory_map(tmp_path: Path) -> None:
    vectors, classes = blobs(100)
    vectors.tofile(tmp_path / "vectors")
    mapped = np.memmap(tmp_path / "vectors", dtype=np.float32, mode="r", shape=vectors.shape)
    here, there = pool_of(vectors, classes, 4, 30), pool_of(vectors, classes, 4, 30)
    there = Pool(mapped, there.eligible, there.taken, 4, 30, there.head)
    everything = np.arange(100)
    np.testing.assert_array_equal(here.margins(everything), there.margins(everything))


@given(
    st.lists(st.sampled_from([0.0, 0.1, 0.2, 0.2000001, 0.9]), min_size=1, max_size=30), st.data()
)
def test_smallest_is_sorting(values: list[float], data: st.DataObject) -> None:
    k = data.draw(st.integers(1, len(values)))
    array = np.array(values, dtype=np.float32)
    chosen = smallest(array, k, np.random.default_rng(0))
    assert len(set(chosen.tolist())) == k
    np.testing.assert_allclose(array[chosen], np.sort(array)[:k], atol=1e-5)


def test_smallest_shuffles_ties_but_keeps_order() -> None:
    values = np.array([0.5, 0.1, 0.5, 0.1, 0.5, 0.3], dtype=np.float32)
    seen = {tuple(smallest(values, 4, np.random.default_rng(seed))) for seed in range(200)}
    assert seen == {(a, b, 5, c) for a, b in ((1, 3), (3, 1)) for c in (0, 2, 4)}


def test_smallest_takes_rounding_errors_for_ties() -> None:
    """Copies of an item get margins that differ in the seventh digit, by their place in a chunk."""
    values = (0.3 + 1e-8 * np.arange(20)).astype(np.float32)
    chosen = [smallest(values, 3, np.random.default_rng(seed)) for seed in range(60)]
    assert set(np.concatenate(chosen).tolist()) == set(range(20))
