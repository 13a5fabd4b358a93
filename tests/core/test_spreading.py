"""Neighbour graphs and label spreading, against loops over items."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from benchmarks.contenders.spreading import SpreadingHead, fit_spreading
from service.core import label_propagation as spread_module
from service.core.arrays import FloatArray, IntArray
from service.core.heads.labelled import LabelledPool, spread_of
from service.core.label_propagation import ALPHA, STEPS
from service.core.vectors import neighbours
from service.core.vectors import neighbours as neighbours_module
from service.core.vectors.matrix import Matrix
from service.core.vectors.neighbours import NEAREST, TEMPERATURE, GraphPositions, find_neighbours
from tests.core.labelled_pools import labelled_pool, some
from tests.core.pools import blobs


@pytest.fixture(params=[1_000, 2], ids=["each label", "by class"])
def most_apart(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> int:
    """Labels up to which each is spread by itself."""
    monkeypatch.setattr(spread_module, "MOST_APART", request.param)
    return int(request.param)


def nearest(vectors: FloatArray, row: FloatArray, without: int = -1) -> list[int]:
    cosines = vectors.astype(np.float64) @ row
    order = [int(i) for i in np.argsort(-cosines) if i != without]
    return order[:NEAREST]


def graph(vectors: FloatArray, k: int) -> np.ndarray:
    n = len(vectors)
    W = np.zeros((n, n))
    for i in range(n):
        for j in nearest(vectors, vectors[i], i)[:k]:
            W[i, j] = np.exp((float(vectors[i] @ vectors[j]) - 1) / TEMPERATURE)
    W = np.maximum(W, W.T)
    scale = np.sqrt(W.sum(axis=1))
    return np.asarray(W / np.outer(scale, scale))


def spread(vectors: FloatArray, rows: IntArray, classes: IntArray, k: int, C: int) -> np.ndarray:
    """(n, C) class shares of every row, by the definition."""
    Y = np.zeros((len(vectors), C))
    Y[rows, classes[rows]] = 1
    G, F = graph(vectors, k), Y
    for _ in range(STEPS):
        F = ALPHA * G @ F + (1 - ALPHA) * Y
    return np.asarray(F / F.sum(axis=1, keepdims=True))


@pytest.mark.parametrize("k", [5, 15])
def test_the_graph_is_its_definition(k: int) -> None:
    vectors, _ = blobs(120, n_classes=3)
    order, matrix = find_neighbours(vectors).graph(k)
    found = matrix.toarray()
    np.testing.assert_allclose(found, graph(vectors, k)[np.ix_(order, order)], atol=1e-5)
    np.testing.assert_allclose(found, found.T, atol=1e-7)


def test_rows_of_the_pool_read_what_reached_them() -> None:
    vectors, truth = blobs(150, n_classes=4, spread=1.0)
    pool = labelled_pool(vectors, truth, rows := some(150, 20), 4)
    head = fit_spreading(pool)
    found = head.probabilities(vectors, np.arange(150))
    np.testing.assert_allclose(found, spread(vectors, rows, truth, 15, 4), atol=1e-4)


def test_other_rows_read_their_neighbours() -> None:
    everything, truth = blobs(200, n_classes=4, spread=1.0)
    vectors, others = everything[:150], everything[150:]
    pool = labelled_pool(vectors, truth, rows := some(150, 20), 4)
    mass = fit_spreading(pool).spread.mass
    expected = []
    for row in others:
        near = nearest(vectors, row)
        weights = np.exp((vectors[near] @ row - 1) / TEMPERATURE)
        total = weights @ mass[near]
        expected.append(total / total.sum())
    found = fit_spreading(pool).probabilities(others)
    np.testing.assert_allclose(found, np.array(expected), atol=1e-4)
    assert len(rows) == 20


def test_who_asks_meanwhile_is_told_of_their_own_rows(monkeypatch: pytest.MonkeyPatch) -> None:
    """Threads share a head; here another one asks while the nearest of the first are looked up."""
    everything, _ = blobs(200, n_classes=4, spread=1.0)
    found = find_neighbours(everything[:150])
    one, other = everything[150:160], everything[160:200]
    expected = find_neighbours(everything[:150]).places(one).nearest
    look_up = neighbours.nearest_nodes

    def interrupted(X: FloatArray, nodes: FloatArray) -> GraphPositions:
        if X is one:
            found.places(other)
        return look_up(X, nodes)

    monkeypatch.setattr(neighbours, "nearest_nodes", interrupted)
    np.testing.assert_array_equal(found.places(one).nearest, expected)


def test_leaving_labels_out_is_running_again_without_them(most_apart: int) -> None:
    vectors, truth = blobs(150, n_classes=4, spread=1.0)
    pool = labelled_pool(vectors, truth, some(150, 30), 4)
    fold = np.arange(30) % 3
    whole = fit_spreading(pool).spread
    assert whole.is_by_class == (most_apart < 30)
    found = whole.out_of_fold(fold, pool.neighbours, pool.places_of)
    for number in range(3):
        left = pool.ordinals[fold != number]
        again = spread(vectors, left, truth, 15, 4)[pool.ordinals[fold == number]]
        np.testing.assert_allclose(found[fold == number], again, atol=1e-4)


@pytest.mark.usefixtures("most_apart")
def test_labels_that_come_go_and_change_leave_no_trace() -> None:
    """Row by row from one set of labels to another: what is found is as if begun with it."""
    vectors, truth = blobs(150, n_classes=4, spread=1.0)
    before, after = some(150, 30), some(150, 40)[10:]
    was = np.where(np.arange(150) % 4 == 0, (truth + 1) % 4, truth)
    head = fit_spreading(labelled_pool(vectors, was, before, 4))
    pool = labelled_pool(vectors, truth, after, 4)
    moved, fresh = fit_spreading(pool, head).spread, fit_spreading(pool).spread
    np.testing.assert_allclose(moved.mass, fresh.mass, atol=1e-6)
    np.testing.assert_allclose(moved.between, fresh.between, atol=1e-6)
    assert np.abs(head.spread.mass - fresh.mass).max() > 0.1


@pytest.mark.usefixtures("most_apart")
def test_a_label_left_out_leaves_no_trace_of_itself() -> None:
    """Not even by rounding, where what arrives from others is a millionth of one's own."""
    angles = np.random.default_rng(2).uniform(0.8, 1.2, size=400).cumsum() / 200
    vectors = np.stack([np.cos(angles), np.sin(angles)], axis=1).astype(np.float32)
    rows, truth = np.array([0, 120, 140]), (np.arange(400) == 120).astype(np.int64)
    pool = labelled_pool(vectors, truth, rows, 2)
    fold = np.array([0, 1, 1])
    found = fit_spreading(pool).spread.out_of_fold(fold, pool.neighbours, pool.places_of)
    with np.errstate(invalid="ignore"):  # nothing gets to the far end
        expected = spread(vectors, rows[1:], truth, 15, 2)[0]
    assert 0.001 < expected[0] < 0.1
    np.testing.assert_allclose(found[0], expected, rtol=0.01)


def test_with_many_labels_those_that_go_stay_by_class(monkeypatch: pytest.MonkeyPatch) -> None:
    """Heads of a cross-fit have a few labels less than the one that they start from."""
    monkeypatch.setattr(spread_module, "MOST_APART", 30)
    vectors, truth = blobs(150, n_classes=4)
    head = fit_spreading(labelled_pool(vectors, truth, some(150, 32), 4))
    fewer = fit_spreading(labelled_pool(vectors, truth, some(150, 28), 4), head)
    assert fewer.spread.is_by_class
    restored = SpreadingHead.from_arrays(fewer.to_arrays(), fewer.neighbours)
    assert restored.spread.is_by_class


@pytest.fixture
def spread_columns(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """How many columns each spreading had: one a label, or one a class."""
    seen: list[int] = []
    reach = spread_module._reach

    def counted(graph: Any, at: Any) -> Any:
        seen.append(at.shape[1])
        return reach(graph, at)

    monkeypatch.setattr(spread_module, "_reach", counted)
    return seen


def test_only_new_labels_are_spread(
    spread_columns: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    vectors, truth = blobs(150, n_classes=4)
    most, graph = labelled_pool(vectors, truth, some(150, 40), 4), find_neighbours(vectors)

    def pool(rows: IntArray) -> LabelledPool:
        return replace(labelled_pool(vectors, truth, np.sort(rows), 4), graphs=(graph,))

    head = fit_spreading(pool(most.ordinals[:30]))
    fit_spreading(pool(most.ordinals[:37]), head)
    assert spread_columns == [30, 7]
    again = fit_spreading(pool(most.ordinals[2:35]), head)
    assert spread_columns == [30, 7], "on one graph, each label once"
    graph.reach_of.clear()
    stored = SpreadingHead.from_arrays(head.to_arrays(), head.neighbours)
    anew = fit_spreading(pool(most.ordinals[2:35]), stored)
    assert spread_columns == [30, 7, 7]
    np.testing.assert_array_equal(again.spread.mass, anew.spread.mass)
    monkeypatch.setattr(spread_module, "MOST_KEPT", 6)
    fit_spreading(pool(most.ordinals[:38]), head)
    assert len(graph.reach_of[15]) == 6


def test_labels_that_leave_are_spread_by_class(spread_columns: list[int]) -> None:
    """Where nothing else gets to, nothing is left, whatever the order in which labels came."""
    near, near_truth = blobs(150, n_classes=3)
    vectors = np.concatenate([np.pad(near, ((0, 0), (0, 16))), np.pad(near, ((0, 0), (16, 0)))])
    truth = np.concatenate([near_truth, near_truth])
    first, second = some(150, 30), 150 + some(150, 30)
    head = fit_spreading(labelled_pool(vectors, truth, np.concatenate([first, second]), 3))
    spread_columns.clear()
    left = fit_spreading(labelled_pool(vectors, truth, first, 3), head).spread
    assert spread_columns == [3]
    assert not left.mass[150:].any()
    alone = fit_spreading(labelled_pool(vectors, truth, first, 3)).spread
    np.testing.assert_allclose(left.mass, alone.mass, atol=1e-6)


def test_a_brief_one_knows_its_fold_without_spreading_what_left(spread_columns: list[int]) -> None:
    vectors, truth = blobs(150, n_classes=3, spread=1.0)
    rows, graph = some(150, 40), find_neighbours(vectors)
    fold, others = rows[::4], np.setdiff1d(np.arange(150), rows)

    def pool(rows: IntArray) -> LabelledPool:
        return replace(labelled_pool(vectors, truth, np.sort(rows), 3), graphs=(graph,))

    whole = spread_of(pool(rows), None, 5)
    graph.reach_of[5].pop(int(rows[1]))
    for known in fold[2:].tolist():  # of two of the fold it is known where they got to
        graph.reach_of[5].pop(known)
    rest = pool(np.concatenate([np.setdiff1d(rows, fold), others[:5]]))
    spread_columns.clear()
    brief, plain = spread_of(rest, whole, 5, brief=True), spread_of(rest, whole, 5)
    assert spread_columns == [5, 3], "new labels; and by class what left, for the plain one alone"
    own = rest.places_of(fold)
    np.testing.assert_allclose(brief.at(own), plain.at(own), atol=1e-5)
    assert spread_columns == [5, 3]
    both = rest.places_of(np.sort(np.concatenate([fold, others])))
    np.testing.assert_array_equal(brief.at(both), plain.at(both))
    assert spread_columns == [5, 3, 3]
    np.testing.assert_array_equal(brief.between, plain.between)


def test_rows_without_a_vector_are_no_nodes() -> None:
    vectors, truth = blobs(100, n_classes=4)
    vectors[[3, 50]] = 0.0
    present = np.ones(100, dtype=np.bool_)
    present[40:50] = False
    found = find_neighbours(Matrix([(0, vectors[:40]), (50, vectors[50:])], (100, 16)), present)
    expected = [i for i in range(100) if i != 3 and not 40 <= i <= 50]
    assert found.nodes.tolist() == expected
    assert len(find_neighbours(np.zeros((5, 3), dtype=np.float32)).nodes) == 0
    assert len(truth) == 100


@pytest.mark.usefixtures("most_apart")
def test_a_pool_too_large_speaks_through_a_sample(monkeypatch: pytest.MonkeyPatch) -> None:
    """Labels on rows that are no nodes get to the others all the same."""
    monkeypatch.setattr(neighbours_module, "MOST_NODES", 300)
    vectors, truth = blobs(1_200, n_classes=4)
    found = find_neighbours(vectors)
    assert len(found.nodes) == 300
    assert (np.diff(found.nodes) > 0).all()
    rows = np.setdiff1d(np.arange(1_200), found.nodes)[:40]
    pool = labelled_pool(vectors, truth, rows, 4)
    head = fit_spreading(pool)
    predicted = head.probabilities(vectors, np.arange(1_200)).argmax(axis=1)
    assert np.mean(predicted == truth) > 0.95
    fold = np.arange(40) % 4
    left = head.spread.out_of_fold(fold, pool.neighbours, pool.places_of)
    assert np.mean(left.argmax(axis=1) == pool.classes) > 0.9


def test_where_a_row_stands_does_not_depend_on_what_was_asked_before(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(neighbours_module, "MOST_NODES", 300)
    monkeypatch.setattr(neighbours_module, "MOST_KEPT", 30)
    vectors, _ = blobs(1_200, n_classes=4)
    asked, fresh = find_neighbours(vectors), find_neighbours(vectors)
    rows = np.random.default_rng(2).permutation(1_200)[:90]
    for part in (rows[20:40], rows[:60], rows, rows[::-1]):
        found, expected = (of.places(vectors[part], part) for of in (asked, fresh))
        np.testing.assert_array_equal(found.nearest, expected.nearest)
        np.testing.assert_allclose(found.similarity, expected.similarity, atol=1e-6)
        fresh._kept.clear()
