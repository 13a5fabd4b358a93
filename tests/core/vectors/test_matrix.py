"""A matrix of shards is the array it stands for, wherever the core uses one."""

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.acquisition import registry
from service.core.numpy_compute import numpy_compute
from service.core.rounds import rank
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import BLOCK_ROWS, Matrix, Part, blocks
from tests.core.pools import blobs, pool_of


@given(st.integers(0, 30), st.data())
def test_is_the_array_that_it_stands_for(n: int, data: st.DataObject) -> None:
    whole = np.random.default_rng(n).normal(size=(n, 3)).astype(np.float32)
    cuts = sorted(data.draw(st.lists(st.integers(0, n), max_size=6)))
    bounds = list(zip([0, *cuts], [*cuts, n], strict=True))
    kept = [bound for bound in bounds if data.draw(st.booleans())]
    expected = np.zeros_like(whole)
    for first, last in kept:
        expected[first:last] = whole[first:last]
    parts: list[Part] = [(first, whole[first:last]) for first, last in kept]
    matrix = Matrix(data.draw(st.permutations(parts)), whole.shape)
    ordinals = data.draw(st.lists(st.integers(0, n - 1), max_size=20)) if n else []
    rows = np.array(ordinals, dtype=np.int64)
    assert len(matrix) == n
    np.testing.assert_array_equal(matrix[rows], expected[rows])
    again = np.zeros_like(whole)
    for place, block in blocks(matrix):
        again[place] += block
    np.testing.assert_array_equal(again, expected)


def test_gathered_rows_are_a_float32_copy() -> None:
    half = np.ones((4, 2), dtype=np.float16)
    gathered = Matrix([(0, half)], (4, 2))[np.array([1, 1, 3])]
    assert gathered.dtype == np.float32
    gathered[:] = 0
    assert half.all()


def test_blocks_are_bounded_views_as_stored() -> None:
    stored = np.zeros((2 * BLOCK_ROWS + 5, 2), dtype=np.float16)
    found = list(Matrix([(3, stored)], (len(stored) + 3, 2)).blocks())
    assert [len(block) for _, block in found] == [BLOCK_ROWS, BLOCK_ROWS, 5]
    assert [place.start for place, _ in found] == [3, 3 + BLOCK_ROWS, 3 + 2 * BLOCK_ROWS]
    assert all(block.dtype == np.float16 and block.base is stored for _, block in found)


@pytest.mark.parametrize(
    "parts",
    [
        [(0, np.zeros((3, 2))), (2, np.zeros((3, 2)))],
        [(8, np.zeros((3, 2)))],
        [(0, np.zeros((3, 4)))],
    ],
    ids=["overlap", "too long", "other width"],
)
def test_parts_that_do_not_fit_are_refused(parts: list[Part]) -> None:
    with pytest.raises(ValueError, match="doesn't fit"):
        Matrix(parts, (10, 2))


@pytest.mark.slow
@pytest.mark.parametrize("strategy", [each.label for each in registry.all()])
def test_a_round_on_mapped_shards_is_the_round_on_the_array(strategy: str, tmp_path: Path) -> None:
    vectors, classes = blobs(900, dimensions=24, n_classes=5)
    vectors[300:310] = 0.0
    present = vectors.any(axis=1)
    parts: list[Part] = []
    for first, last in ((0, 300), (310, 311), (311, 900)):
        np.save(tmp_path / f"{first}.npy", vectors[first:last])
        parts.append((first, np.load(tmp_path / f"{first}.npy", mmap_mode="r")))
    chosen = np.arange(0, 240, 4)
    labels = Labels(chosen, OneClass(classes[chosen]), chosen % 20 == 0)
    nobody = np.zeros(900, dtype=np.bool_)
    here, there = (
        rank(
            matrix,
            present,
            labels,
            handed_out=nobody,
            off_limits=nobody,
            n_classes=5,
            strategy=strategy,
            batch_size=10,
            length=100,
            seed=1,
            round_number=2,
        )
        for matrix in (vectors, Matrix(parts, vectors.shape))
    )
    np.testing.assert_array_equal(here.ordinals, there.ordinals)
    np.testing.assert_allclose(here.scores, there.scores, atol=1e-5)


def test_margins_do_not_depend_on_threads_and_holes_are_sure() -> None:
    vectors, classes = blobs(3 * BLOCK_ROWS, dimensions=6)
    head = pool_of(vectors, classes, 4, 100).head
    assert head is not None
    shape = (len(vectors) + 7, 6)
    matrix = Matrix([(7, vectors)], shape)
    one, three = (numpy_compute(n).scorer.margins(head, matrix) for n in (1, 3))
    np.testing.assert_array_equal(one, three)
    np.testing.assert_array_equal(one[7:], numpy_compute().scorer.margins(head, vectors))
    assert (one[:7] == 1).all()
