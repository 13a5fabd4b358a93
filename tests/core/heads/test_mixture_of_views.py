"""The mixture of several views: what it reads, which it trusts, and that it forgets no class."""

from dataclasses import replace

import numpy as np
import pytest

from benchmarks.contenders.tuned_logistic import fit_tuned_logistic
from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads import export as export_module
from service.core.heads.evening import ENOUGH, MOST_LIFTED, evened, lifted
from service.core.heads.export import Form, head_export
from service.core.heads.fit_mixture import fit_mixture
from service.core.heads.head import find_head
from service.core.heads.joined import fit_joined, scales
from service.core.heads.labelled import LabelledPool
from service.core.heads.learner import Learner
from service.core.heads.logistic import fit_logistic
from service.core.targets.class_names import ClassNames
from service.core.targets.one_class import OneClass
from service.core.vectors.neighbours import Neighbours, find_neighbours
from service.core.vectors.views import Layout, Stacked
from tests.core.labelled_pools import labelled_pool, some
from tests.core.pools import blobs

N, C = 300, 4
TELLING, CLASSES = blobs(N, 12, C, spread=0.8)
MUTE = blobs(N, 7, C, spread=1.0, seed=5)[0][np.random.default_rng(1).permutation(N)]
"""A view of which no class can be told."""
GRAPHS = {id(view): find_neighbours(view) for view in (TELLING, MUTE)}


def of_views(
    first: FloatArray, second: FloatArray, rows: IntArray, *, has_graph: bool = True
) -> LabelledPool:
    graphs = (GRAPHS[id(first)], GRAPHS[id(second)] if has_graph else None)
    names = ClassNames(np.arange(C), np.zeros((C, 19), dtype=np.float32))
    stack = Stacked([first, second])
    return LabelledPool.of(stack, rows, OneClass(CLASSES[rows]), C, graphs, names)


def accuracy(pool: LabelledPool) -> float:
    found = fit_mixture(pool).probabilities(pool.vectors[np.arange(N)], np.arange(N))
    return float(np.mean(found.argmax(axis=1) == CLASSES))


@pytest.mark.slow
def test_the_view_that_tells_the_classes_carries_the_model() -> None:
    rows = some(N, 60)
    behind, before = of_views(MUTE, TELLING, rows), of_views(TELLING, MUTE, rows)
    head = fit_mixture(behind)
    assert head.view_weights[1] > 0.9
    assert head.view_weights.sum() == pytest.approx(1)
    alone = accuracy(labelled_pool(TELLING, CLASSES, rows, C))
    assert accuracy(behind) > alone - 0.02
    assert accuracy(before) > alone - 0.02
    assert fit_mixture(before).view_weights[1] < 0.1


@pytest.mark.parametrize("has_graph", [True, False])
@pytest.mark.slow
def test_of_several_views_it_survives_storage_and_goes_on(has_graph: bool) -> None:
    pool = of_views(TELLING, MUTE, some(N, 60), has_graph=has_graph)
    head = fit_mixture(pool)
    kind, (first, second) = find_head("mixture"), pool.graphs
    assert first is not None
    again = Learner(kind, first, None, pool.layout, (second,)).restored(head.to_arrays())
    X = pool.vectors[np.arange(N)]
    np.testing.assert_array_equal(again.probabilities(X), head.probabilities(X))
    more = of_views(TELLING, MUTE, some(N, 65), has_graph=has_graph)
    found = [kind.fit(more, start).probabilities(X) for start in (head, again)]
    np.testing.assert_array_equal(found[0], found[1])
    fewer = labelled_pool(TELLING, CLASSES, some(N, 60), C)
    np.testing.assert_array_equal(
        kind.fit(fewer, head).probabilities(TELLING), kind.fit(fewer).probabilities(TELLING)
    )


def test_of_several_views_those_that_count_leave() -> None:
    """One that tells nothing stays, and what leaves names the classes that the head names."""
    head = fit_mixture(of_views(TELLING, MUTE, some(N, 60)))
    export = head_export(head)
    assert export.form is Form.WITH_POOL
    assert {*np.flatnonzero(head.view_weights)} <= {*export.head.views}
    pool, counting = head.of_pool()[0], export.head.of_views(export.head.views)
    assert counting.weights.shape[2] == sum(counting.layout.widths)
    assert {*counting.nodes} == {each.view for each in counting.spreads}
    said = export.here.probabilities(pool).argmax(axis=1)
    assert (said == head.probabilities(pool).argmax(axis=1)).all()


def test_a_matrix_stands_for_several_views_where_it_says_the_same(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(export_module, "MOST_DIFFERENT", 1.0)
    pool = of_views(TELLING, MUTE, some(N, 60))
    head, X = fit_mixture(pool), pool.vectors[np.arange(N)]
    export = head_export(head)
    assert export.form is Form.DISTILLED
    assert export.head.weights.shape == (1, C, 19)
    said = export.here.probabilities(X).argmax(axis=1)
    assert np.mean(said != head.probabilities(X, np.arange(N)).argmax(axis=1)) == export.differs
    assert export.differs < 0.1


def test_joined_rows_count_by_weights_whatever_comes_in() -> None:
    weights = np.array([0.36, 0.64])
    pool = of_views(TELLING, MUTE, some(N, 60))
    scale = scales(pool.layout, weights)
    np.testing.assert_allclose(scale, np.repeat(np.sqrt([0.72, 1.28]), [12, 7]), rtol=1e-6)
    plain = LabelledPool.of(
        pool.vectors, pool.ordinals, pool.targets, C, pool.graphs, layout=Layout((12, 7))
    )
    expected = fit_logistic(plain.X * scale, plain.classes, C, C=30.0)
    found = fit_joined(plain, weights, 30.0, None)
    np.testing.assert_allclose(
        found.probabilities(plain.X), expected.probabilities(plain.X * scale), atol=1e-4
    )
    again = fit_joined(plain, weights, 30.0, found)
    np.testing.assert_allclose(again.weights, found.weights, atol=1e-2)


def test_rare_classes_are_lifted_and_frequent_ones_hardly_divided() -> None:
    scale = evened(np.array([39, 9, 0]))
    assert scale[0] == pytest.approx(1 / 1.25)
    assert scale[2] == pytest.approx((51 / 3) ** 0.75)
    few = evened(np.array([3] + [0] * 30))
    assert few[0] < 1 / 1.25, "shares of so few are chance"


def test_many_classes_are_evened_out_while_they_have_few_labels() -> None:
    two, many = np.array([90, 10]), np.arange(42) % 3
    for counts in (two, many):
        np.testing.assert_allclose(evened(counts), in_full(counts))
    np.testing.assert_allclose(evened(20 * many), in_full(20 * many) ** (5 / 20) ** 2)
    eleven = np.arange(11) + 1_000
    np.testing.assert_allclose(evened(eleven), in_full(eleven) ** (10 / 11) ** 2)
    assert evened(np.zeros(42, dtype=np.int64)).tolist() == [1] * 42


def in_full(counts: IntArray) -> DoubleArray:
    """What few classes are multiplied by, a class at a time."""
    mean = float(np.mean(counts + 1))
    least = [1.25 ** -max(24 / (n + 1), 1) for n in counts]
    return np.array([max((mean / (n + 1)) ** 0.75, m) for n, m in zip(counts, least, strict=True)])


def test_a_head_evens_its_classes_out() -> None:
    vectors, classes = blobs(600, 24, 20, spread=0.6, seed=2)
    rows = np.concatenate([np.flatnonzero(classes == c)[: 4 + c] for c in range(20)])
    pool = labelled_pool(vectors, classes, rows, 20)
    counts = np.bincount(pool.classes, minlength=20)
    head = fit_mixture(pool)
    assert head.estimate is not None
    np.testing.assert_allclose(head.scale, evened(counts) * head.estimate.lift, rtol=1e-6)


def test_an_example_stands_for_a_label_until_there_is_one() -> None:
    pool = labelled_pool(TELLING, CLASSES, some(N, 9), C)
    labels, examples = np.bincount(pool.classes, minlength=C), np.arange(C) * 3
    texts = np.repeat(np.arange(C), 1 + examples)
    written = replace(pool, names=ClassNames(texts, TELLING[: len(texts)]))
    head = fit_mixture(written)
    np.testing.assert_allclose(head.scale, evened(np.maximum(labels, examples)), rtol=1e-6)


def test_a_class_that_the_mixture_forgets_is_lifted_as_far_as_it_takes() -> None:
    y = np.repeat([0, 1], [40, 10])
    plain = np.eye(2, dtype=np.float32)[y]
    mixed = plain.copy()
    mixed[40:] = np.linspace([0.55, 0.45], [0.67, 0.33], 10)
    found = lifted(mixed, plain, y, np.ones(2))
    lost = int(((mixed * found).argmax(axis=1) != y)[40:].sum())
    assert 0 < lost <= lost**0.5, "within the standard error of the difference"
    assert found[0] == 1
    assert found[1] <= MOST_LIFTED
    drowned = mixed.copy()
    drowned[40:] = [0.9, 0.1]
    assert lifted(drowned, plain, y, np.ones(2)).tolist() == [1, MOST_LIFTED]
    assert lifted(mixed, mixed, y, np.ones(2)).tolist() == [1, 1], "it is no worse than the plain"
    keep = np.r_[0:40, 40 : 40 + ENOUGH - 1]
    assert lifted(mixed[keep], plain[keep], y[keep], np.ones(2)).tolist() == [1, 1]


def test_a_scattered_class_keeps_what_logistic_regression_knows_of_it() -> None:
    """It was looked for with success: a third of the labels, a sixth of the pool. Its rows lie
    among those of other classes; one number tells them apart."""
    vectors, classes = blobs(700, 24, 6, spread=0.6, seed=2)
    odd = np.random.default_rng(0).permutation(700)[:120]
    classes = classes.copy()
    classes[odd] = 6
    vectors = np.hstack([vectors, np.isin(np.arange(700), odd)[:, None] * np.float32(0.1)])
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    others = np.setdiff1d(np.arange(700), odd)
    pool = labelled_pool(vectors, classes, np.concatenate([odd[:40], others[::7]]), 7)
    rest = vectors[odd[40:]]
    mixed, plain = fit_mixture(pool), fit_tuned_logistic(pool)
    counts = np.bincount(pool.classes) + 1.0
    even = replace(mixed, scale=((counts.mean() / counts) ** 0.75).astype(np.float32))
    lifted_recall, recall, plain_recall = (
        float(np.mean(head.probabilities(rest).argmax(axis=1) == 6))
        for head in (mixed, even, plain)
    )
    assert recall < plain_recall - 0.1
    assert lifted_recall > plain_recall - 0.1
    assert lifted_recall > recall + 0.05


def test_a_graph_is_needed_of_the_first_view_alone() -> None:
    graphs: list[Neighbours | None] = [None]
    pool = LabelledPool.of(TELLING, some(N, 5), OneClass(CLASSES[some(N, 5)]), C, graphs)
    with pytest.raises(ValueError, match="no graph"):
        fit_mixture(pool)
