"""Which hand-outs are audits: as many as the schedule says, and nobody can tell where."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.acquisition.audit import (
    BALANCED,
    EVER,
    FEWEST,
    NONE,
    OFFERED,
    PROOF,
    Audits,
    Schedule,
    schedule_of,
)
from service.core.arrays import BoolArray

SHARES = st.floats(0.0, 1.0)
SCHEDULES = st.builds(
    lambda first, until, then: Schedule("any", ((10 * until, first), (EVER, then))),
    SHARES,
    st.integers(1, 30),
    SHARES,
)


def per_block(slots: BoolArray) -> list[int]:
    counts: list[int] = slots.reshape(-1, 10).sum(axis=1).tolist()
    return counts


@pytest.mark.parametrize(
    ("schedule", "first", "then"),
    [(FEWEST, [1] * 10, [1, 1]), (BALANCED, [3] * 10, [2, 1]), (PROOF, [4] * 10, [2, 2])],
)
def test_what_a_project_can_have(schedule: Schedule, first: list[int], then: list[int]) -> None:
    """Released: rounds are replayed by these numbers."""
    assert per_block(schedule.slots(5, 0, 300)) == first + 10 * then
    totals = {FEWEST: (5, 10, 30), BALANCED: (15, 30, 60), PROOF: (20, 40, 80)}
    assert tuple(map(schedule.audits_in, (50, 100, 300))) == totals[schedule]


def test_the_very_slots_of_a_tenth() -> None:
    """As they were when the setting was a share: these were released."""
    places = [[8, 11, 20, 34, 44, 53], [3, 13, 29, 37, 41, 52]]
    found = [np.flatnonzero(FEWEST.slots(secret, 0, 60)).tolist() for secret in (3, 2**127 + 9)]
    assert found == places


def test_each_word_has_its_schedule() -> None:
    assert [schedule.name for schedule in OFFERED] == [word.value for word in Audits]
    assert [schedule_of(word) for word in Audits] == [*OFFERED]
    assert not NONE.slots(1, 0, 1_000).any()


@given(st.integers(0, 100), SCHEDULES)
def test_any_shares_hold_over_any_number_of_blocks(seed: int, schedule: Schedule) -> None:
    (until, first), (_, then) = schedule.parts
    audits = np.array(per_block(schedule.slots(seed, 0, 400)))
    hand_outs = 10 * np.arange(1, 41)
    wanted = first * np.minimum(hand_outs, until) + then * np.maximum(hand_outs - until, 0)
    ahead = np.cumsum(audits) - wanted
    assert (ahead > -1e-6).all()
    assert (ahead < 1).all()


@given(st.integers(0, 100), st.floats(0.01, 0.1))
def test_a_small_share_is_never_forgotten(seed: int, share: float) -> None:
    """Any run of whole blocks that is 1 / share hand-outs long has an audit in it."""
    run = math.ceil(1 / (10 * share) - 1e-9)
    schedule = Schedule("small", ((EVER, share),))
    audits = per_block(schedule.slots(seed, 0, 10 * 5 * run))
    windows = np.lib.stride_tricks.sliding_window_view(audits, run)
    assert (windows.sum(axis=1) >= 1).all()


@given(st.integers(0, 50), SCHEDULES, st.integers(0, 95), st.integers(0, 60))
def test_slots_do_not_depend_on_how_they_are_asked_for(
    seed: int, schedule: Schedule, first: int, count: int
) -> None:
    whole = schedule.slots(seed, 0, 200)
    np.testing.assert_array_equal(schedule.slots(seed, first, count), whole[first : first + count])


@pytest.mark.slow
@pytest.mark.parametrize("schedule", OFFERED)
def test_positions_in_a_block_are_shuffled(schedule: Schedule) -> None:
    """Nobody can tell an audit by its place, among the first hundred nor later."""
    for first, count in ((0, 100), (100, 1_000)):
        places = np.zeros(10)
        for secret in range(200):
            places += schedule.slots(secret, first, count).reshape(-1, 10).sum(axis=0)
        # Of draws without replacement: less than chi squared of 9, which exceeds 35 once in 16,000.
        assert ((places - places.mean()) ** 2 / places.mean()).sum() < 35
    assert (schedule.slots(3, 0, 200) != schedule.slots(4, 0, 200)).any()


def test_how_long_so_many_audits_take() -> None:
    assert [schedule.hand_outs_with(20, 0) for schedule in OFFERED] == [200, 67, 50]
    assert BALANCED.hand_outs_with(3, 100) == 20
    assert PROOF.hand_outs_with(0, 7) == 0


def test_the_share_of_so_many() -> None:
    assert [BALANCED.share_of(n) for n in (0, 10, 100, 1_000)] == [0.3, 0.3, 0.3, 0.165]
