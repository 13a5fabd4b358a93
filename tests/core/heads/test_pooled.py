"""A head of several classes on several views, some of which say themselves how likely each is."""

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.heads.labelled import LabelledPool
from service.core.heads.one_against_rest import OneAgainstRestHead, fit_one_against_rest
from service.core.targets.class_sets import ClassSets
from service.core.vectors.log_odds import as_unit_rows, odds_of
from service.core.vectors.neighbours import no_neighbours
from service.core.vectors.views import Stacked, side_by_side

N, LABELS, CLASSES = 400, 80, 4
RNG = np.random.default_rng(7)
TRUTH = (RNG.random((N, CLASSES)) < [0.5, 0.4, 0.3, 0.2]).astype(np.int8)


def unit(rows: FloatArray) -> FloatArray:
    scaled: FloatArray = (rows / np.linalg.norm(rows, axis=1, keepdims=True)).astype(np.float32)
    return scaled


def seen(noise: float) -> FloatArray:
    """Unit rows which show the classes as far as noise lets them."""
    return unit(TRUTH @ RNG.normal(size=(CLASSES, 24)) + noise * RNG.normal(size=(N, 24)))


FIRST, SECOND = seen(3.0), seen(3.0)
RIGHT = (2 * TRUTH - 1) * 3 + RNG.normal(size=(N, CLASSES))
"""Log odds of somebody who is mostly right."""


def pool_of(*views: FloatArray, speaks: dict[int, IntArray] | None = None) -> LabelledPool:
    rows = np.random.default_rng(3).permutation(N)[:LABELS]
    graphs = (no_neighbours(),) * len(views)
    vectors = Stacked(views) if len(views) > 1 else views[0]
    targets = ClassSets(TRUTH[rows])
    return LabelledPool.of(vectors, rows, targets, CLASSES, graphs, None, None, speaks)


def exactly_right(head: OneAgainstRestHead, *views: FloatArray) -> float:
    predicted = head.probabilities(side_by_side(views)) > 0.5
    return float(np.mean((predicted == TRUTH).all(axis=1)))


def test_log_odds_are_read_back_from_unit_rows() -> None:
    rows = as_unit_rows(RIGHT.astype(np.float32))
    np.testing.assert_allclose(np.linalg.norm(rows, axis=1), 1, atol=1e-6)
    np.testing.assert_allclose(odds_of(rows), np.clip(RIGHT, -7, 7), atol=1e-5)


def test_views_side_by_side_count_alike_and_say_more_than_one() -> None:
    head = fit_one_against_rest(pool_of(FIRST, SECOND))
    assert head.view_weights.tolist() == [0.5, 0.5]
    alone = fit_one_against_rest(pool_of(FIRST))
    assert exactly_right(head, FIRST, SECOND) > exactly_right(alone, FIRST) + 0.05


def test_what_says_how_likely_classes_are_counts_as_far_as_it_is_right() -> None:
    """Class 3 it doesn't know, and one column is of a class that isn't there any more."""
    speaks = {1: np.array([2, -1, 0, 1])}
    rows = as_unit_rows(RIGHT[:, [2, 3, 0, 1]].astype(np.float32))
    head = fit_one_against_rest(pool_of(FIRST, rows, speaks=speaks))
    assert head.view_weights[1] > 0.5
    assert exactly_right(head, FIRST, rows) > exactly_right(
        fit_one_against_rest(pool_of(FIRST)), FIRST
    )
    own = head.layout.of(head.weights, 1)
    assert (own != 0).sum(axis=1).tolist() == [1, 1, 1, 0], "each class has its own column"
    noise = as_unit_rows(np.random.default_rng(4).normal(size=(N, CLASSES)).astype(np.float32) * 3)
    misled = fit_one_against_rest(pool_of(FIRST, noise, speaks=speaks))
    assert misled.view_weights[1] < 0.15


def test_it_survives_storage_and_goes_on_with_what_it_was_weighed() -> None:
    speaks = {1: np.arange(CLASSES)}
    rows = as_unit_rows(RIGHT.astype(np.float32))
    pool = pool_of(FIRST, rows, speaks=speaks)
    head = fit_one_against_rest(pool)
    again = OneAgainstRestHead.from_arrays(head.to_arrays())
    X = side_by_side([FIRST, rows])
    np.testing.assert_array_equal(again.probabilities(X), head.probabilities(X))
    from_there = fit_one_against_rest(pool, again)
    np.testing.assert_array_equal(from_there.view_weights, head.view_weights)
    np.testing.assert_allclose(from_there.weights, head.weights, atol=0.02)
    form = head.portable_form()
    scores = X @ form.weights[0].T + form.intercepts[0]
    np.testing.assert_allclose(1 / (1 + np.exp(-scores)), head.probabilities(X), atol=1e-5)
    assert form.views == [0, 1]
