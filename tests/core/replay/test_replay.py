"""Whole campaigns without a server."""

from typing import Any

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression
from sklearn.metrics import f1_score

from service.core.acquisition.audit import AUDIT_RESERVE, BALANCED, EVER, FEWEST, Schedule
from service.core.heads.head import find_head
from service.core.heads.learner import Learner
from service.core.replay.campaign import CampaignSettings, Point, play
from service.core.replay.held_out import HeldOut
from service.core.rounds import Labels, measure
from service.core.targets.one_class import OneClass
from service.core.vectors.neighbours import find_neighbours
from tests.core.pools import blobs
from tests.parts.trial_head import CENTROIDS

N = 500
VECTORS, TRUTH = blobs(N, dimensions=12, n_classes=6, spread=1.3)
ORDER = np.random.default_rng(5).permutation(N)


def flat(share: float) -> Schedule:
    return Schedule("flat", ((EVER, share),))


def played(strategy: str = "auto", budget: int = 60, **changed: Any) -> list[Point]:
    pace = CampaignSettings(10, changed.pop("round_every", 5), changed.pop("audits", BALANCED))
    settings: dict[str, Any] = {"audit_order": ORDER, "n_classes": 6, "seed": 3, "pace": pace}
    return play(VECTORS, OneClass(TRUTH), strategy=strategy, budget=budget, **(settings | changed))


@pytest.mark.slow
def test_spends_the_budget_as_the_schedule_says() -> None:
    points = played(audits=FEWEST)
    assert [p.labels for p in points] == list(range(5, 65, 5))
    assert [p.audit_labels for p in points][1::2] == [1, 2, 3, 4, 5, 6]
    assert all(p.low < p.high for p in points)
    assert [p.audit_labels for p in played(audits=flat(0.4))][1::2] == [4, 8, 12, 16, 20, 24]


@pytest.mark.slow
def test_an_estimate_needs_twenty_audit_items() -> None:
    points = played(audits=flat(0.5), budget=60)
    assert {p.estimate is None for p in points} == {True, False}
    assert all((p.estimate is None) == (p.audit_labels < 20) for p in points)


@pytest.mark.slow
def test_is_repeatable() -> None:
    assert played(budget=30) == played(budget=30)
    assert played("random", budget=30) != played("random", budget=30, seed=4)


def test_a_head_that_is_one_file_is_replayed() -> None:
    learner = Learner(CENTROIDS)
    points = played(budget=60, audits=FEWEST, learner=learner, measured=lambda _: False)
    assert points[-1].true_accuracy > 0.6


@pytest.mark.slow
def test_learns() -> None:
    points = played(budget=100, audits=flat(0.2), measured=lambda labels: labels == 100)
    assert points[-1].true_accuracy > points[1].true_accuracy + 0.1
    assert [p.low for p in points[:-1]] == [0.0] * 19
    assert points[-1].estimate is not None


@pytest.mark.slow
def test_rows_held_out_are_what_a_head_is_scored_on() -> None:
    """Once all of the pool is labelled, in whatever order, the head and its score are the same."""
    held_out = HeldOut(VECTORS[100:], OneClass(TRUTH[100:]))
    labelled = [
        play(
            VECTORS[:100], OneClass(TRUTH[:100]), audit_order=order, n_classes=6, strategy="random",
            budget=500, pace=CampaignSettings(10, 20, BALANCED), held_out=held_out, measured=never,
        )[-1]
        for order in (np.arange(100), np.arange(100)[::-1])
    ]  # fmt: skip
    assert [point.labels for point in labelled] == [100, 100]
    head = LogisticRegression(C=10.0, tol=1e-6, max_iter=5_000).fit(VECTORS[:100], TRUTH[:100])
    predicted = head.predict(held_out.vectors)
    for point in labelled:
        assert point.true_accuracy == pytest.approx(np.mean(predicted == TRUTH[100:]), abs=0.006)
        expected = f1_score(TRUTH[100:], predicted, average="macro")
        assert point.true_macro_f1 == pytest.approx(expected, abs=0.006)


@pytest.mark.slow
def test_points_can_be_fewer_than_rounds() -> None:
    every = played(budget=53, measured=never)
    fewer = played(budget=53, measured=never, point_every=10)
    assert [point.labels for point in every] == [*range(5, 55, 5), 53]
    assert [point.labels for point in fewer] == [10, 20, 30, 40, 50, 53]
    # Rounds are the same, points don't steer them: only the released head starts elsewhere.
    shared = [point for point in every if point.labels in {p.labels for p in fewer}]
    for one, other in zip(shared, fewer, strict=True):
        assert one.audit_labels == other.audit_labels
        assert one.true_accuracy == pytest.approx(other.true_accuracy, abs=0.01)
    odd = played(budget=40, measured=never, point_every=10, round_every=7)
    assert [point.labels for point in odd] == [14, 21, 35, 40]


def test_a_small_pool_is_labelled_to_the_end() -> None:
    """Also the items of an audit block that is larger than the third that may be audited."""
    n = AUDIT_RESERVE + 20
    order = np.random.default_rng(0).permutation(n)
    points = play(
        VECTORS[:n], OneClass(TRUTH[:n]), audit_order=order, n_classes=6, strategy="auto",
        budget=999, pace=CampaignSettings(10, 10, flat(0.5)), measured=never,
    )  # fmt: skip
    assert points[-1].labels == n
    assert points[-1].audit_labels == n // 3
    assert np.isnan(points[-1].true_accuracy)


def test_items_that_the_frontier_passes_become_audit_items() -> None:
    """Half of 600 hand-outs are audits; on its way the frontier passes what a strategy labelled."""
    vectors, truth = blobs(2_000, dimensions=4)
    order = np.random.default_rng(1).permutation(2_000)
    points = play(
        vectors, OneClass(truth), audit_order=order, n_classes=4, strategy="random", budget=600,
        pace=CampaignSettings(10, 50, flat(0.5)), seed=1, measured=never,
    )  # fmt: skip
    assert points[0].audit_labels == 25
    assert 310 < points[-1].audit_labels < 400


def never(_labels: int) -> bool:
    return False


@pytest.mark.slow
def test_cross_fitting_does_not_steer_the_campaign() -> None:
    measured = played(budget=40)
    unmeasured = played(budget=40, measured=never)
    for one, other in zip(measured, unmeasured, strict=True):
        assert one.true_accuracy == pytest.approx(other.true_accuracy, abs=0.01)


@pytest.mark.slow
def test_a_mixture_ranks_and_is_released() -> None:
    """Its estimate is honest, too: cross-fitted, it hasn't seen the labels that it is tested on."""
    learner = Learner(find_head("mixture"), find_neighbours(VECTORS))
    settings: dict[str, Any] = {"budget": 120, "audits": flat(0.4), "round_every": 10}
    points = played(learner=learner, measured=lambda n: n == 120, **settings)
    plain = played(measured=never, **settings)
    assert points[-1].estimate is not None
    assert points[-1].low < points[-1].true_accuracy < points[-1].high
    assert np.mean([p.true_accuracy for p in points]) > np.mean([p.true_accuracy for p in plain])


@pytest.mark.slow
def test_a_mixture_finds_nothing_in_labels_at_random() -> None:
    """Copies of each row would give a label away to a head that had seen it."""
    rows = np.repeat(VECTORS[:100], 2, axis=0)
    classes = np.random.default_rng(0).permutation(np.arange(200) % 6)
    learner = Learner(find_head("mixture"), find_neighbours(rows))
    labels = Labels(np.arange(200), OneClass(classes), np.arange(200) % 2 == 0)
    found = measure(rows, labels, n_classes=6, seed=0, learner=learner)
    assert found.low < 1 / 6
    assert found.accuracy is not None
    assert found.accuracy < 0.35


def test_other_heads_need_the_neighbours() -> None:
    with pytest.raises(ValueError, match="mixture needs the neighbours"):
        played(learner=Learner(find_head("mixture")))
