"""A round's ranking: from the right labels, of the right items, the same every time."""

from typing import Any

import numpy as np
import pytest

from service.core import rounds
from service.core.acquisition import graph_subset as part_module
from service.core.acquisition import registry
from service.core.arrays import BoolArray, IntArray
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.rounds import Labels, RankedItems, rank, ranking_length
from service.core.targets.one_class import OneClass
from service.core.vectors import neighbours as neighbours_module
from service.core.vectors.neighbours import find_neighbours
from tests.core.acquisition.strategies import reference_rounds
from tests.core.pools import blobs

N, C = 400, 4
VECTORS, CLASSES = blobs(N, spread=1.0)
NOBODY = np.zeros(N, dtype=np.bool_)
STRATEGIES = [strategy.label for strategy in registry.all()]
LABELS = Labels(np.arange(60), OneClass(CLASSES[:60]), np.arange(60) % 5 == 0)


def ranked(labels: Labels = LABELS, **changed: Any) -> RankedItems:
    arguments: dict[str, Any] = {
        "present": ~NOBODY,
        "handed_out": NOBODY,
        "off_limits": NOBODY,
        "n_classes": C,
        "strategy": "auto@1",
        "batch_size": 10,
        "length": 100,
        "seed": 11,
        "round_number": 4,
    }
    arguments |= changed
    return rank(VECTORS, arguments.pop("present"), labels, **arguments)


@pytest.mark.slow
@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.parametrize("n_labels", [0, 3, 60])
def test_agrees_with_the_reference(strategy: str, n_labels: int) -> None:
    few = LABELS.where(np.arange(60) < n_labels)
    rows = np.arange(250)
    state = {
        "handed_out": rows % 17 == 0,
        "off_limits": rows % 19 == 0,
        "n_classes": C,
        "strategy": strategy,
        "batch_size": 10,
        "length": 60,
        "seed": 2,
        "round_number": 5,
    }
    present = rows % 23 != 0
    fast = rank(VECTORS[rows], present, few, **state)  # type: ignore[arg-type]
    slow = reference_rounds.ranking(VECTORS[rows], present, few, **state)  # type: ignore[arg-type]
    assert fast.ordinals.tolist() == slow


def test_a_ranking_is_complete_and_consistent() -> None:
    ranking = ranked()
    assert ranking.ordinals.shape == ranking.scores.shape == ranking.probabilities.shape == (100,)
    assert len(set(ranking.ordinals.tolist())) == 100
    assert ranking.strategies == ["auto@1:cluster_margin@1"] * 100
    assert np.isnan(ranking.probabilities).all()
    assert ranking.head is not None
    assert not np.isnan(ranked(strategy="random").probabilities).any()


def test_the_round_decides() -> None:
    np.testing.assert_array_equal(ranked().ordinals, ranked().ordinals)
    coverage = {"strategy": "random"}
    assert (ranked(**coverage).ordinals != ranked(round_number=5, **coverage).ordinals).any()
    assert (ranked(**coverage).ordinals != ranked(seed=12, **coverage).ordinals).any()


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_audit_labels_do_not_touch_the_ranking(strategy: str) -> None:
    """Other answers to the audit items, same ranking, same head; other answers else: not."""
    wrong = Labels(
        LABELS.ordinals,
        OneClass(np.where(LABELS.audit, (CLASSES[:60] + 1) % C, CLASSES[:60])),
        LABELS.audit,
    )
    honest, misled = ranked(strategy=strategy), ranked(wrong, strategy=strategy)
    np.testing.assert_array_equal(honest.ordinals, misled.ordinals)
    np.testing.assert_array_equal(honest.scores, misled.scores)
    assert honest.head is not None
    assert misled.head is not None
    np.testing.assert_array_equal(honest.head.weights, misled.head.weights)


def test_other_labels_do() -> None:
    shifted = Labels(
        LABELS.ordinals,
        OneClass(np.where(LABELS.audit, CLASSES[:60], (CLASSES[:60] + 1) % C)),
        LABELS.audit,
    )
    for strategy in ("margin", "cluster_margin"):
        moved = Labels(LABELS.ordinals, OneClass(np.roll(CLASSES[:60], 7)), NOBODY[:60])
        assert (
            ranked(strategy=strategy).ordinals != ranked(moved, strategy=strategy).ordinals
        ).any()
    assert (ranked(shifted).head.weights != ranked().head.weights).any()  # type: ignore[union-attr]


def test_where_audit_items_lie_does_not_steer_coverage() -> None:
    """An audit item leaves the ranking, but the pool around it is not taken for covered."""
    nothing = Labels.none()
    free = ranked(nothing, strategy="coverage", length=1)
    audit = Labels(free.ordinals, OneClass(CLASSES[free.ordinals]), np.array([True]))
    mine = Labels(free.ordinals, OneClass(CLASSES[free.ordinals]), np.array([False]))
    blind = ranked(audit, strategy="coverage", length=1)
    aware = ranked(mine, strategy="coverage", length=1)
    distance = [
        float(np.linalg.norm(VECTORS[r.ordinals[0]] - VECTORS[free.ordinals[0]]))
        for r in (blind, aware)
    ]
    assert free.ordinals[0] not in (blind.ordinals[0], aware.ordinals[0])
    assert distance[0] < distance[1]


@pytest.mark.parametrize("strategy", STRATEGIES)
def test_only_items_that_may_be_served(strategy: str) -> None:
    out, off, present = (np.arange(N) % m == 0 for m in (3, 5, 2))
    ranking = ranked(
        strategy=strategy, handed_out=out, off_limits=off, present=present, length=1_000
    )
    may = present & ~out & ~off
    may[:60] = False
    assert sorted(ranking.ordinals.tolist()) == np.flatnonzero(may).tolist()


def test_labels_of_items_without_a_vector_are_not_learnt() -> None:
    present = ~NOBODY
    present[:30] = False
    late = ranked(present=present)
    assert late.head is not None
    later = LABELS.where(LABELS.ordinals >= 30)
    np.testing.assert_array_equal(late.head.weights, ranked(later).head.weights)  # type: ignore[union-attr]


def test_without_two_classes_there_is_no_head() -> None:
    same = LABELS.where(LABELS.targets.has(1))
    assert ranked(same).head is None
    assert ranked(same).strategies[0] == "auto@1:uncertainty_herding@1"


@pytest.mark.parametrize("strategy", STRATEGIES)
@pytest.mark.slow
def test_a_longer_ranking_begins_like_a_shorter_one(strategy: str) -> None:
    """The replay relies on it: it asks for less than the service does."""
    long = ranked(strategy=strategy, length=200).ordinals
    for length in (10, 20, 40, 80):
        short = ranked(strategy=strategy, length=length).ordinals
        np.testing.assert_array_equal(short, long[:length])


def test_batches_grow() -> None:
    assert list(rounds._batch_sizes(10, 200)) == [10, 10, 20, 40, 80, 40]
    assert list(rounds._batch_sizes(10, 7)) == [7]
    assert list(rounds._batch_sizes(10, 0)) == []


def test_a_ranking_never_runs_dry_before_the_next() -> None:
    assert ranking_length(10, 5) == 200
    assert ranking_length(100, 5) == 500
    assert ranking_length(10, 300) == 1_200


def test_nothing_left_gives_an_empty_ranking() -> None:
    ranking = ranked(handed_out=~NOBODY)
    assert ranking.ordinals.shape == ranking.scores.shape == ranking.probabilities.shape == (0,)
    assert ranking.strategies == []


def test_of_a_pool_too_large_a_sample_is_ranked(monkeypatch: pytest.MonkeyPatch) -> None:
    """The nodes of the graph, while enough of them are left; what was labelled still counts."""
    monkeypatch.setattr(neighbours_module, "MOST_NODES", 300)
    monkeypatch.setattr(part_module, "MOST_NODES", 300)
    vectors, truth = blobs(1_200, n_classes=4)
    neighbours = find_neighbours(vectors)
    learner = Learner(find_head("mixture"), neighbours)
    labelled = np.setdiff1d(np.arange(1_200), neighbours.nodes)[:40]
    labels = Labels(labelled, OneClass(truth[labelled]), np.zeros(40, dtype=np.bool_))
    nobody = np.zeros(1_200, dtype=np.bool_)

    def ranked(length: int, handed_out: BoolArray) -> IntArray:
        return rank(
            vectors,
            ~nobody,
            labels,
            handed_out=handed_out,
            off_limits=nobody,
            n_classes=4,
            strategy="auto",
            batch_size=5,
            length=length,
            seed=1,
            round_number=1,
            learner=learner,
        ).ordinals

    found = ranked(20, nobody)
    assert len(set(found)) == 20
    assert set(found) <= set(neighbours.nodes)
    with_annotators = nobody.copy()
    with_annotators[neighbours.nodes[:290]] = True
    found = ranked(20, with_annotators)
    assert len(set(found)) == 20
    assert not with_annotators[found].any()
    assert not set(found) <= set(neighbours.nodes)
