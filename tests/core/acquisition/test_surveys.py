"""Surveys look at every row of a large pool."""

from dataclasses import replace

import numpy as np
import pytest

from service.core import rounds
from service.core.acquisition import graph_subset
from service.core.acquisition.graph_subset import surveyed
from service.core.acquisition.pool import Pool, survey
from service.core.acquisition.registry import find
from service.core.arrays import FloatArray, IntArray
from service.core.compute import Compute
from service.core.heads.head import Head, find_head
from service.core.heads.learner import Learner
from service.core.heads.logistic import fit_logistic
from service.core.heads.mixture import MixtureHead
from service.core.heads.rough import HasRough
from service.core.numpy_compute import NUMPY, numpy_compute, top_two_margin
from service.core.rounds import RankedItems, rank
from service.core.targets.class_names import ClassNames
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors import neighbours as neighbours_module
from service.core.vectors.matrix import Matrix
from service.core.vectors.neighbours import (
    GraphPositions,
    Neighbours,
    find_neighbours,
    nearest_nodes,
)
from service.core.vectors.views import Stacked, layout_of
from tests.core.pools import blobs

N, C, NODES = 3_000, 5, 300
VECTORS, CLASSES = blobs(N, dimensions=24, n_classes=C, spread=1.4, seed=2)
OTHER, _ = blobs(N, dimensions=12, n_classes=C, spread=2.0, seed=2)
NOBODY = np.zeros(N, dtype=np.bool_)
HEADS = [
    "logistic@1",
    "mixture@1",
    "one_against_rest@1",
]


def labelled(counts: dict[int, int]) -> Labels:
    """So many items of each class, at random."""
    rng = np.random.default_rng(4)
    rows = [rng.choice(np.flatnonzero(c == CLASSES), n, replace=False) for c, n in counts.items()]
    chosen = np.sort(np.concatenate(rows))
    return Labels(chosen, OneClass(CLASSES[chosen]), np.zeros(len(chosen), dtype=np.bool_))


SOME = labelled({0: 3, 1: 12, 2: 12, 3: 12, 4: 12})
"""Class 0 is rare among them."""


@pytest.fixture
def large(monkeypatch: pytest.MonkeyPatch) -> None:
    """Pools of more than 300 rows are."""
    monkeypatch.setattr(neighbours_module, "MOST_NODES", NODES)
    monkeypatch.setattr(graph_subset, "MOST_NODES", NODES)


def attached(vectors: FloatArray, first: int = 0, last: int = N) -> Neighbours:
    graph = find_neighbours(vectors)
    return replace(graph, attached=[(first, graph.attach(vectors, first, last))])


def ranked(
    strategy: str,
    graph: Neighbours,
    head: str = "mixture@1",
    labels: Labels = SOME,
    names: ClassNames | None = None,
    length: int = 60,
    compute: Compute = NUMPY,
) -> RankedItems:
    return rank(
        VECTORS,
        ~NOBODY,
        labels,
        handed_out=NOBODY,
        off_limits=NOBODY,
        n_classes=C,
        strategy=strategy,
        batch_size=10,
        length=length,
        seed=5,
        round_number=1,
        compute=compute,
        learner=Learner(find_head(head), graph, names),
    )


def without_surveys(monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on large pools are looked at through the nodes of their graph alone."""
    monkeypatch.setattr(rounds, "find", lambda name: replace(find(name), surveys=False))


def examples_of(c: int) -> ClassNames:
    return ClassNames(np.array([*range(C), c, c]), np.eye(C + 2, 24, dtype=np.float32))


def fitted(learner: Learner, vectors: FloatArray | Stacked = VECTORS) -> Head:
    return learner.fit(vectors, SOME, C)


@pytest.mark.slow
@pytest.mark.parametrize("head", HEADS[:2])
@pytest.mark.parametrize(
    "n_labels", [*(pytest.param(n, marks=pytest.mark.slow) for n in (0, 1)), 12]
)
def test_of_up_to_20_000_rows_a_survey_changes_nothing(
    head: str, n_labels: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Rare classes and those that are looked for included."""
    labels = labelled({0: min(n_labels, 3), 1: n_labels, 2: n_labels, 3: n_labels, 4: n_labels})
    graph, names = find_neighbours(VECTORS), examples_of(0)
    now = ranked("auto", graph, head, labels, names)
    without_surveys(monkeypatch)
    plain = ranked("auto", graph, head, labels, names)
    np.testing.assert_array_equal(now.ordinals, plain.ordinals)
    np.testing.assert_array_equal(now.scores, plain.scores)
    np.testing.assert_array_equal(now.hunted, plain.hunted)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("head", HEADS[1:2])
@pytest.mark.slow
def test_of_more_it_picks_from_all_that_is_attached(
    head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    graph = attached(VECTORS, 0, 2_000)
    found = ranked("auto", graph, head).ordinals
    assert len(set(found)) == 60
    reach = set(graph.nodes) | set(range(2_000))
    assert set(found) <= reach
    assert len(set(found) - set(graph.nodes)) > 30
    without_surveys(monkeypatch)
    assert set(ranked("auto", graph, head, length=20).ordinals) <= set(graph.nodes)


@pytest.mark.slow
@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("head", HEADS)
def test_it_is_the_same_ranking_whatever_the_number_of_threads(head: str) -> None:
    graph, names = attached(VECTORS), examples_of(0)
    one, more = (
        ranked("auto", graph, head, names=names, compute=numpy_compute(threads))
        for threads in (1, 3)
    )
    assert one.ordinals.tobytes() == more.ordinals.tobytes()
    assert one.scores.tobytes() == more.scores.tobytes()
    assert one.head is not None
    assert more.head is not None
    arrays = more.head.to_arrays()
    for name, values in one.head.to_arrays().items():
        assert values.tobytes() == arrays[name].tobytes()


@pytest.mark.usefixtures("large")
@pytest.mark.slow
def test_until_rows_are_attached_it_picks_from_the_nodes(monkeypatch: pytest.MonkeyPatch) -> None:
    graph = find_neighbours(VECTORS)
    now = ranked("auto", graph).ordinals
    without_surveys(monkeypatch)
    np.testing.assert_array_equal(now, ranked("auto", graph).ordinals)


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("head", HEADS[1:2])
@pytest.mark.slow
def test_nothing_is_looked_up_in_a_graph(head: str, monkeypatch: pytest.MonkeyPatch) -> None:
    graph = attached(VECTORS)
    asked = list[int]()

    def look_up(X: FloatArray, nodes: FloatArray) -> GraphPositions:
        asked.append(len(X))
        return nearest_nodes(X, nodes)

    monkeypatch.setattr(neighbours_module, "nearest_nodes", look_up)
    ranked("auto", graph, head)
    assert asked == []


@pytest.mark.usefixtures("large")
@pytest.mark.parametrize("head", HEADS)
def test_the_least_sure_of_a_survey_are_nearly_those_of_all(head: str) -> None:
    learner = Learner(find_head(head), attached(VECTORS))
    found = fitted(learner)
    taken = NOBODY.copy()
    taken[SOME.ordinals] = True
    pool = Pool(VECTORS, ~taken, taken, C, len(SOME), found)
    seen = surveyed(pool, [], length=20)
    assert seen.survey is not None
    assert seen.survey.unsure.sum() == NODES
    assert not (seen.survey.unsure & taken).any()
    best = seen.least_sure(60, np.random.default_rng(0))
    exact = pool.least_sure(60, np.random.default_rng(0))
    assert len(np.intersect1d(best, exact)) >= 57
    np.testing.assert_array_equal(seen.margins(best), pool.margins(best))


@pytest.mark.parametrize("scores", [1, 2])
def test_a_survey_is_what_sorting_everything_finds(scores: int) -> None:
    """Rows without a vector, and those that aren't allowed, are in no part of it."""
    head = fit_logistic(VECTORS[SOME.ordinals], CLASSES[SOME.ordinals], C)
    vectors = Matrix([(0, VECTORS[:1_000]), (1_200, VECTORS[1_200:])], VECTORS.shape)
    allowed = np.arange(N) % 3 != 0
    allowed[1_000:1_200] = False
    found = survey(head, vectors, allowed, 400, range(scores), NUMPY.scorer)
    P = head.probabilities(VECTORS)
    margins = np.where(allowed, top_two_margin(P), np.inf)
    assert set(np.flatnonzero(found.unsure)) == set(np.argsort(margins)[:400])
    for c in range(scores):
        likeliest = np.argsort(np.where(allowed, -P[:, c], np.inf))
        assert set(found.likely[c]) <= set(np.flatnonzero(allowed))
        assert len(found.likely[c]) == 400 // scores
        assert set(likeliest[:100]) <= set(found.likely[c])


@pytest.mark.parametrize("head", HEADS[1:2])
def test_a_rough_head_is_right_about_nodes_and_near_it_about_others(
    head: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(neighbours_module, "MOST_NODES", NODES)
    graph = attached(VECTORS)
    found = fitted(Learner(find_head(head), graph))
    assert isinstance(found, HasRough)
    if isinstance(found, MixtureHead):
        assert found.estimate is not None
        assert found.estimate.blend.weights[1:3].any()
    rough, rows = found.rough(), np.arange(N)
    P, expected = rough.probabilities(VECTORS, rows), found.probabilities(VECTORS, rows)
    np.testing.assert_allclose(P.sum(axis=1), 1, atol=1e-5)
    assert np.abs(P - expected)[graph.nodes].mean() < 0.02
    assert np.corrcoef(top_two_margin(P), top_two_margin(expected))[0, 1] > 0.9


@pytest.mark.usefixtures("large")
def test_a_rough_head_of_views_hears_what_each_graph_says() -> None:
    views = Stacked([VECTORS, OTHER])
    graphs = attached(VECTORS), attached(OTHER)
    learner = Learner(find_head("mixture@1"), graphs[0], None, layout_of(views), graphs[1:])
    found = fitted(learner, views)
    assert isinstance(found, HasRough)
    rough, rows = found.rough(), np.arange(N)
    P, expected = rough.probabilities(VECTORS, rows), found.probabilities(views[rows], rows)
    assert np.corrcoef(top_two_margin(P), top_two_margin(expected))[0, 1] > 0.8
    assert {id(each.graph) for each in rough.along} <= {id(graph) for graph in graphs}


@pytest.mark.usefixtures("large")
def test_logistic_regression_that_counts_nothing_is_not_asked() -> None:
    graph = attached(VECTORS)
    found = fitted(Learner(find_head("mixture@1"), graph))
    assert isinstance(found, MixtureHead)
    assert found.estimate is not None
    blend = replace(found.estimate.blend, weights=np.array([0.0, 0.6, 0.4, 0.0]))
    estimate = replace(found.estimate, blend=blend)
    unknown = replace(found.main, weights=np.full_like(found.main.weights, np.nan))
    along, rows = replace(found, main=unknown, other=None, estimate=estimate), np.arange(N)
    for head in (along, along.rough()):
        P = head.probabilities(VECTORS, rows)
        np.testing.assert_allclose(P.sum(axis=1), 1, atol=1e-5)
        assert np.mean(P.argmax(axis=1) == CLASSES) > 0.6


@pytest.mark.usefixtures("large")
@pytest.mark.slow
def test_rare_classes_and_hunts_reach_beyond_the_nodes() -> None:
    graph = attached(VECTORS)
    names = examples_of(0)
    found = ranked("auto", graph, names=names, length=100)
    hunted = found.ordinals[found.hunted == 0]
    assert len(hunted) == 20
    assert not set(hunted) <= set(graph.nodes)
    found = ranked("auto", graph, length=100)
    rare = [o for o, s in zip(found.ordinals, found.strategies, strict=True) if "rare_class" in s]
    assert len(rare) == 20
    assert not set(rare) <= set(graph.nodes)
    assert np.mean(CLASSES[rare] == 0) > 2 * np.mean(CLASSES == 0)


def test_a_direction_is_split_among_views() -> None:
    views = Stacked([VECTORS, OTHER], [0.6, 0.8])
    direction = np.random.default_rng(0).standard_normal(36).astype(np.float32)
    rows: IntArray = np.arange(N)
    found = sum(view[rows] @ part for view, part in views.split(direction))
    np.testing.assert_allclose(found, views[rows] @ direction, atol=1e-5)
