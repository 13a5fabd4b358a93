"""Strategies held against random picks, by the audits of a campaign."""

from dataclasses import replace

import numpy as np
import pytest

from service.core.acquisition.audit import EVER, NONE, Schedule
from service.core.acquisition.composition import is_by_guard
from service.core.arrays import BoolArray
from service.core.evaluation.guard import (
    BOUNDARY,
    RANDOM_SHARE,
    UNIFORM,
    Contrast,
    Guard,
    contrast,
    decided,
    look_due,
    picks_tried,
    random_is_above,
    watch,
)
from service.core.heads.learner import Learner
from service.core.replay.campaign import CampaignSettings, CampaignState
from service.core.rounds import RankedItems, rank
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from service.kit.reasons import ReasonCode, reason
from tests.core.pools import blobs
from tests.parts.most_certain import NAME, most_certain_known

N, CLASSES, LABELS = 1_500, 8, 150
OFTEN = Schedule("often", ((EVER, 0.3),))
VECTORS, TRUTH = blobs(N, dimensions=24, n_classes=CLASSES, spread=1.3)
SEEDS = range(5)
AGAINST = Contrast(40, 0.5, 0.8, BOUNDARY)
FOR = Contrast(40, 0.8, 0.8, 0.0)
BETWEEN = Contrast(40, 0.75, 0.8, BOUNDARY / 2)


def played(strategy: str, seed: int) -> CampaignState:
    order = np.random.default_rng([seed, 1]).permutation(N)
    campaign = CampaignState(VECTORS, OneClass(TRUTH), order, CLASSES, seed, None, Learner.plain())
    while campaign.serve_round(strategy, CampaignSettings(10, 10, OFTEN), LABELS):
        pass
    return campaign


@pytest.mark.slow
def test_a_strategy_that_asks_what_is_certain_is_found_out() -> None:
    with most_certain_known():
        guards = [played(NAME, seed).guard for seed in SEEDS]
    assert all(guard.tripped for guard in guards)
    assert {guard.reason.code for guard in guards if guard.reason} == {ReasonCode.CHOSEN_TEACH_LESS}


@pytest.mark.slow
@pytest.mark.parametrize("strategy", ["auto", "random", "coverage"])
def test_others_are_left_alone(strategy: str) -> None:
    guards = [played(strategy, seed).guard for seed in SEEDS[:2]]
    assert not any(guard.tripped for guard in guards)
    assert all(guard.reason is None and guard.random_share == 0 for guard in guards)


@pytest.mark.slow
def test_once_it_is_found_out_half_of_what_is_asked_is_random() -> None:
    with most_certain_known():
        campaign = played(NAME, 0)
        since = campaign.guard.since_labels
        assert since is not None
        chosen = len(campaign.picked)
        while campaign.serve_round(NAME, CampaignSettings(10, 10, NONE), LABELS + 100):
            pass
    assert len(campaign.picked) - chosen == 50


def ranked(share: float, taken: int, length: int = 40, batch_size: int = 10) -> RankedItems:
    rows = np.random.default_rng(3).permutation(N)[:taken]
    return rank(
        VECTORS,
        np.ones(N, dtype=np.bool_),
        Labels(rows, OneClass(TRUTH[rows]), np.zeros(taken, dtype=np.bool_)),
        handed_out=np.zeros(N, dtype=np.bool_),
        off_limits=np.zeros(N, dtype=np.bool_),
        n_classes=CLASSES,
        strategy="margin",
        batch_size=batch_size,
        length=length,
        seed=0,
        round_number=0,
        random_share=share,
    )


def by_guard(ranking: RankedItems) -> BoolArray:
    return np.array([is_by_guard(strategy) for strategy in ranking.strategies])


@pytest.mark.parametrize("batch_size", [1, 3, 10])
@pytest.mark.parametrize("taken", [20, 21])
def test_a_ranking_alternates_and_says_which_were_drawn(batch_size: int, taken: int) -> None:
    ranking = ranked(RANDOM_SHARE, taken, batch_size=batch_size)
    drawn = by_guard(ranking)
    assert len(np.unique(ranking.ordinals)) == 40
    np.testing.assert_array_equal(drawn, np.arange(taken, taken + 40) % 2 == 1)
    np.testing.assert_array_equal(np.isnan(ranking.probabilities), ~drawn)
    assert set(np.array(ranking.strategies)[drawn]) == {"guard@1:random@1"}
    assert ranking.strategy == "margin@1"


def test_without_a_share_nothing_is_drawn() -> None:
    assert not by_guard(ranked(0.0, 20)).any()


def test_what_is_drawn_is_any_item_alike() -> None:
    """Items that margin would never ask are drawn as often as others."""
    unlikely = set(ranked(0.0, 20, length=N - 20).ordinals[-500:].tolist())
    ranking = ranked(RANDOM_SHARE, 20, length=400)
    share = np.mean([ordinal in unlikely for ordinal in ranking.ordinals[by_guard(ranking)]])
    assert abs(share - 500 / (N - 20)) < 0.1


def test_it_trips_at_the_boundary_and_goes_back_when_random_teaches_no_more() -> None:
    quiet = decided(Guard.quiet("margin"), BETWEEN, None, audits=20, labels=60)
    assert quiet == Guard.quiet("margin", 20)
    tripped = decided(quiet, AGAINST, None, audits=26, labels=80)
    assert (tripped.since_labels, tripped.audits, tripped.random_share) == (80, 26, RANDOM_SHARE)
    assert tripped.reason is not None
    assert tripped.reason.figures == {"texts": 40, "percent": 50, "random_percent": 80}
    still = decided(tripped, BETWEEN, None, audits=34, labels=120)
    assert still == replace(tripped, audits=34)
    assert decided(tripped, None, None, audits=30, labels=100) == tripped
    assert decided(tripped, AGAINST, None, audits=34, labels=120).since_labels == 80
    assert decided(still, FOR, None, audits=45, labels=150) == Guard.quiet("margin", 45)


def test_what_else_is_held_against_it_trips_it_and_keeps_it() -> None:
    why = reason(ReasonCode.RANDOM_CURVE_IS_ABOVE, percent=40, random_percent=50)
    tripped = decided(Guard.quiet("margin"), None, why, audits=10, labels=200)
    assert (tripped.since_labels, tripped.reason) == (200, why)
    assert decided(tripped, FOR, why, audits=20, labels=300).tripped
    assert not decided(tripped, FOR, None, audits=20, labels=300).tripped


def test_before_the_first_look_it_says_what_that_takes() -> None:
    guard = decided(Guard.quiet("margin"), None, None, audits=7, labels=20)
    assert guard.reason is not None
    assert guard.reason.code == ReasonCode.GUARD_WAITS
    assert guard.reason.figures == {"audit_items": 7, "needed": 20}


@pytest.mark.slow
def test_another_strategy_begins_anew_and_random_is_not_watched() -> None:
    campaign = played("margin", 0)
    tripped = Guard("margin", 20, 60, reason(ReasonCode.GUARD_WAITS, audit_items=1, needed=2))
    picked = np.array(campaign.picked)
    for name in ("coverage", UNIFORM):
        found = watch(
            tripped, VECTORS, campaign.labels(), picked[:5], strategy=name, n_classes=CLASSES,
            seed=0, round_number=9,
        )  # fmt: skip
        assert (found.strategy, found.tripped) == (name, False)


def test_looks_come_when_audits_have_grown_by_three_tenths() -> None:
    due = [n for n in range(1, 101) if look_due(n - 1, n)]
    assert due == [20, 26, 34, 44, 58, 75, 97]
    assert look_due(0, 300)
    assert picks_tried(20) == 16
    assert picks_tried(1_000) == 100


@pytest.mark.slow
def test_random_picks_are_no_worse_than_audits_and_labels_may_come_in_any_order() -> None:
    """Of looks at what was drawn at random few are beyond the boundary, as many on each side."""
    found = []
    for seed in range(20):
        rng = np.random.default_rng(seed)
        rows = rng.permutation(N)[:100]
        labels = Labels(rows, OneClass(TRUTH[rows]), np.arange(100) < 40)
        order = rng.permutation(100)
        shuffled = Labels(rows[order], OneClass(TRUTH[rows[order]]), labels.audit[order])
        found += [
            contrast(
                VECTORS, each, rows[40:], n_classes=CLASSES, seed=seed, round_number=0
            ).standard_errors
            for each in (labels, shuffled)
        ]
    assert np.mean(np.array(found) >= BOUNDARY) <= 0.05
    assert abs(np.mean(found)) < 0.5


def test_random_picks_that_are_better_for_certain_are_held_against_the_strategy() -> None:
    why = random_is_above(0.71, 0.69)
    assert why is not None
    assert why.figures == {"random_percent": 71, "percent": 69}
    assert random_is_above(0.71, 0.71) is None
