"""Which items are audited, and how they are mixed with others."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from service.core.acquisition.audit import audit_key, audit_keys_of, interleave, most_audits


@given(st.integers(0, 2**40), st.binary(max_size=64))
def test_keys_are_fixed_and_in_range(seed: int, content: bytes) -> None:
    key = audit_key(seed, content)
    assert 0.0 <= key < 1.0
    assert key == audit_key(seed, content)
    assert key != audit_key(seed + 1, content)


@given(st.integers(0, 2**128), st.lists(st.binary(max_size=64)))
def test_keys_of_a_batch_are_those_of_each(secret: int, contents: list[bytes]) -> None:
    assert audit_keys_of(secret, contents).tolist() == [audit_key(secret, c) for c in contents]


def test_keys_are_uniform() -> None:
    keys = np.array([audit_key(7, f"text {i}".encode()) for i in range(4_000)])
    counts, _ = np.histogram(keys, bins=20, range=(0, 1))
    # 19 degrees of freedom; a uniform sample exceeds 50 once in 8,000.
    assert ((counts - 200) ** 2 / 200).sum() < 50


def test_a_known_key() -> None:
    """Keys are stored: they may never change."""
    assert audit_key(1, b"abc") == 0.3861578080618495


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
