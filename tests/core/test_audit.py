"""Which hand-outs are audits, and which items they are."""

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from service.core.acquisition.audit import audit_key, audit_slots, interleave, most_audits

SHARES = st.floats(0.0, 1.0)


@given(st.integers(0, 2**40), st.binary(max_size=64))
def test_keys_are_fixed_and_in_range(seed: int, content: bytes) -> None:
    key = audit_key(seed, content)
    assert 0.0 <= key < 1.0
    assert key == audit_key(seed, content)
    assert key != audit_key(seed + 1, content)


def test_keys_are_uniform() -> None:
    keys = np.array([audit_key(7, f"text {i}".encode()) for i in range(4_000)])
    counts, _ = np.histogram(keys, bins=20, range=(0, 1))
    # 19 degrees of freedom; a uniform sample exceeds 50 once in 8,000.
    assert ((counts - 200) ** 2 / 200).sum() < 50


def test_a_known_key() -> None:
    """Keys are stored: they may never change."""
    assert audit_key(1, b"abc") == 0.3861578080618495


@pytest.mark.parametrize("tenths", range(11))
def test_each_block_of_ten_holds_the_share_exactly(tenths: int) -> None:
    slots = audit_slots(5, tenths / 10, 0, 1_000)
    assert (slots.reshape(-1, 10).sum(axis=1) == tenths).all()


@given(st.integers(0, 100), SHARES)
def test_any_share_holds_over_any_number_of_blocks(seed: int, share: float) -> None:
    audits = audit_slots(seed, share, 0, 400).reshape(-1, 10).sum(axis=1)
    expected = 10 * share * np.arange(1, 41)
    behind = np.cumsum(audits) - expected
    assert (behind > -1e-6).all()
    assert (behind < 1).all()
    assert audits.max() - audits.min() <= 1


@given(st.integers(0, 100), st.floats(0.01, 0.1))
def test_a_small_share_is_never_forgotten(seed: int, share: float) -> None:
    """Any run of whole blocks that is 1 / share hand-outs long has an audit in it."""
    run = math.ceil(1 / (10 * share) - 1e-9)
    audits = audit_slots(seed, share, 0, 10 * 5 * run).reshape(-1, 10).sum(axis=1)
    windows = np.lib.stride_tricks.sliding_window_view(audits, run)
    assert (windows.sum(axis=1) >= 1).all()


@given(st.integers(0, 50), SHARES, st.integers(0, 95), st.integers(0, 60))
def test_slots_do_not_depend_on_how_they_are_asked_for(
    seed: int, share: float, first: int, count: int
) -> None:
    whole = audit_slots(seed, share, 0, 200)
    np.testing.assert_array_equal(
        audit_slots(seed, share, first, count), whole[first : first + count]
    )


def test_positions_in_a_block_are_shuffled() -> None:
    position = audit_slots(3, 0.1, 0, 20_000).reshape(-1, 10).sum(axis=0)
    # 9 degrees of freedom; a fair shuffle exceeds 35 once in 16,000.
    assert ((position - 200) ** 2 / 200).sum() < 35
    assert (audit_slots(3, 0.1, 0, 200) != audit_slots(4, 0.1, 0, 200)).any()


@given(st.integers(0, 12), st.integers(0, 12), st.lists(st.booleans(), max_size=30))
def test_interleave_serves_each_once_in_order_and_fills(
    n_audit: int, n_ranked: int, slots: list[bool]
) -> None:
    served = list(interleave(n_audit, n_ranked, np.array(slots, dtype=np.bool_)))
    assert len(served) == min(len(slots), n_audit + n_ranked)
    audits = [position for is_audit, position in served if is_audit]
    ranked = [position for is_audit, position in served if not is_audit]
    assert audits == list(range(len(audits)))
    assert ranked == list(range(len(ranked)))
    for i, (is_audit, _) in enumerate(served):
        if is_audit != slots[i]:
            before = sum(a == slots[i] for a, _ in served[:i])
            assert before == (n_audit if slots[i] else n_ranked), "swapped before it ran out"


def test_interleave_by_example() -> None:
    slots = np.array([False, True, False, False, True])
    assert list(interleave(1, 2, slots)) == [
        (False, 0),
        (True, 0),
        (False, 1),
    ]


def test_at_most_a_third_is_audited() -> None:
    assert [most_audits(n) for n in (0, 2, 3, 100)] == [0, 0, 1, 33]
