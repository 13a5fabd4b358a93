"""Several views of a pool: side by side to heads, as one space to strategies."""

from dataclasses import dataclass, replace
from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from service.core.acquisition import graph_subset
from service.core.acquisition.audit import BALANCED
from service.core.acquisition.pool import Pool
from service.core.arrays import DoubleArray, FloatArray, FloatT, IntArray
from service.core.heads.head import HeadKind, find_head
from service.core.heads.labelled import LabelledPool
from service.core.heads.learner import Learner
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.numpy_compute import NUMPY, top_two_margin
from service.core.replay.campaign import CampaignSettings, play
from service.core.replay.held_out import HeldOut
from service.core.rounds import RankedItems, measure, rank
from service.core.targets.class_names import ClassNames
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import BLOCK_ROWS, Matrix, blocks
from service.core.vectors.neighbours import find_neighbours
from service.core.vectors.views import Layout, Stacked, geometry
from tests.core.pools import blobs

N, C = 300, 3
FIRST, CLASSES = blobs(N, 12, C, spread=1.0)
OTHER = blobs(N, 7, C, spread=3.0, seed=4)[0]
VIEWS = Stacked([FIRST, Matrix([(0, OTHER[:100]), (150, OTHER[150:])], OTHER.shape)])
NAMES = ClassNames(np.arange(C), np.hstack([blobs(C, 12)[0], np.zeros((C, 7), np.float32)]))
LABELS = Labels(np.arange(60), OneClass(CLASSES[:60]), np.arange(60) % 4 == 0)


def ranked(vectors: Any, learner: Learner, strategy: str = "auto") -> RankedItems:
    nobody = np.zeros(N, dtype=np.bool_)
    return rank(
        vectors, ~nobody, LABELS, handed_out=nobody, off_limits=nobody, n_classes=C,
        strategy=strategy, batch_size=10, length=40, seed=3, round_number=2, learner=learner,
    )  # fmt: skip


def whole(vectors: Stacked) -> FloatArray:
    return vectors[np.arange(len(vectors))]


def test_rows_stand_side_by_side_and_a_missing_one_is_zeros() -> None:
    beside = OTHER.copy()
    beside[100:150] = 0
    np.testing.assert_array_equal(whole(VIEWS), np.hstack([FIRST, beside]))
    assert VIEWS.layout == Layout((12, 7))
    np.testing.assert_array_equal(VIEWS.layout.of(whole(VIEWS), 1), beside)


def test_blocks_are_every_row_of_the_first_view() -> None:
    first = Matrix([(3, np.ones((BLOCK_ROWS + 5, 2), np.float16))], (BLOCK_ROWS + 8, 2))
    other = np.random.default_rng(0).normal(size=(len(first), 3)).astype(np.float32)
    found = list(blocks(Stacked([first, other])))
    assert [(rows.start, rows.stop) for rows, _ in found] == [(3, 2_051), (2_051, 2_056)]
    np.testing.assert_array_equal(np.concatenate([X for _, X in found])[:, 2:], other[3:])


def test_blocks_of_wide_rows_are_shorter() -> None:
    """They are copies: of 1,024 numbers a row as large as those of 384."""
    rows = np.zeros((BLOCK_ROWS, 512), dtype=np.float16)
    found = list(blocks(Stacked([Matrix([(0, rows)], rows.shape)] * 2)))
    assert [(place.start, place.stop) for place, _ in found] == [
        (0, 768),
        (768, 1_536),
        (1_536, BLOCK_ROWS),
    ]
    assert max(X.nbytes for _, X in found) <= BLOCK_ROWS * 384 * 4


def test_views_of_other_lengths_are_refused() -> None:
    with pytest.raises(ValueError, match="side by side"):
        Stacked([FIRST, OTHER[1:]])


def test_the_geometry_is_the_mean_of_cosines() -> None:
    seen = geometry(Stacked([FIRST, OTHER]), np.array([0.3, 0.7]))
    assert isinstance(seen, Stacked)
    expected = 0.3 * FIRST @ FIRST.T + 0.7 * OTHER @ OTHER.T
    np.testing.assert_allclose(whole(seen) @ whole(seen).T, expected, atol=1e-6)
    assert geometry(VIEWS, np.array([1.0, 0.0])) is FIRST
    assert geometry(VIEWS, None) is FIRST
    assert geometry(FIRST, None) is FIRST


def test_a_pool_shows_its_views() -> None:
    graph = find_neighbours(FIRST)
    pool = LabelledPool.of(
        VIEWS, LABELS.ordinals, LABELS.targets, C, (graph, None), NAMES, VIEWS.layout
    )
    first, other = pool.view(0), pool.view(1)
    np.testing.assert_array_equal(np.hstack([first.X, other.X]), pool.X)
    assert first.neighbours is graph
    assert first.names is not None
    np.testing.assert_array_equal(first.names.vectors, NAMES.vectors[:, :12])
    assert other.names is None, "a view in which names say nothing has none"
    with pytest.raises(ValueError, match="no graph"):
        _ = other.neighbours
    alone = LabelledPool.of(FIRST, LABELS.ordinals, LABELS.targets, C, graph)
    assert alone.view(0) is alone


def test_a_head_that_reads_one_view_ranks_as_if_there_were_no_others() -> None:
    graph, kind = find_neighbours(FIRST), find_head("logistic@1")
    alone = Learner(kind, graph, NAMES.of(VIEWS.layout, 0))
    beside = Learner(kind, graph, NAMES, VIEWS.layout, (None,))
    one, other = ranked(FIRST, alone), ranked(VIEWS, beside)
    np.testing.assert_array_equal(one.ordinals, other.ordinals)
    np.testing.assert_array_equal(one.scores, other.scores)


def test_a_head_that_reads_one_view_is_measured_and_released_alike() -> None:
    alone, beside = Learner.plain(), replace(Learner.plain(), layout=VIEWS.layout)
    one, other = (
        measure(vectors, LABELS, n_classes=C, seed=1, learner=learner)
        for vectors, learner in ((FIRST, alone), (VIEWS, beside))
    )
    assert one.accuracy == other.accuracy
    assert played(FIRST, alone) == played(VIEWS, beside)


def played(vectors: Any, learner: Learner) -> list[float]:
    rows = np.asarray(vectors[np.arange(N)])
    points = play(
        vectors, OneClass(CLASSES), audit_order=np.arange(N), n_classes=C, strategy="auto",
        budget=20, pace=CampaignSettings(10, 10, BALANCED),
        held_out=HeldOut(rows, OneClass(CLASSES)), learner=learner,
        measured=lambda _answers: False,
    )  # fmt: skip
    return [point.true_accuracy for point in points]


@dataclass(frozen=True, eq=False)
class Weighed:
    """Logistic regression on all views, which gives one view all of the weight."""

    head: LogisticHead
    view_weights: DoubleArray

    n_classes = C
    class_indices = np.arange(C)

    def probabilities(
        self, X: NDArray[FloatT], ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        return self.head.probabilities(X, ordinals)

    def to_arrays(self) -> dict[str, NDArray[Any]]:
        return self.head.to_arrays()


def weighing(*weights: float) -> Learner:
    def fit(pool: LabelledPool, _warm: object = None) -> Weighed:
        return Weighed(fit_logistic(pool.X, pool.classes, C), np.array(weights))

    kind = HeadKind("weighed", 1, "", fit, lambda _arrays, _graphs: None, reads_views=True)
    return Learner(kind, find_neighbours(FIRST), NAMES, VIEWS.layout, (None,))


def test_strategies_see_what_the_head_weighs_and_heads_read_all(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    learner = weighing(0.0, 1.0)
    head = ranked(VIEWS, learner).head
    assert head is not None
    some = np.arange(N) % 3 == 0
    pool = Pool.seen_by(head, VIEWS, some, ~some, C, 60, NUMPY.scorer)
    monkeypatch.setattr(graph_subset, "MOST_NODES", 50)
    part = graph_subset.within_reach(pool, np.arange(50), 2, np.random.default_rng(0))
    assert len(part.rows) < N
    for each, rows in ((pool, np.arange(N)), (part.pool, part.rows)):
        mine = np.arange(len(rows))
        P = head.probabilities(VIEWS[rows])
        np.testing.assert_allclose(each.probabilities(mine), P, atol=1e-6)
        np.testing.assert_allclose(each.margins(mine), top_two_margin(P), atol=2e-5)
        np.testing.assert_array_equal(each.rows(mine), VIEWS.parts[1][rows])
    for weights, vectors in (((1.0, 0.0), FIRST), ((0.0, 1.0), VIEWS.parts[1])):
        seen = ranked(VIEWS, weighing(*weights), "coverage")
        alone = ranked(vectors, Learner.plain(), "coverage")
        np.testing.assert_array_equal(seen.ordinals, alone.ordinals)
