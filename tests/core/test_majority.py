"""Which of several answers counts."""

import pytest

from service.core.consensus import majority, majority_is_settled


@pytest.mark.parametrize(
    ("votes", "needed", "settled"),
    [
        ([1], 1, True),
        ([1], 2, False),
        ([2], 2, True),
        ([1, 1], 2, False),
        ([2, 1], 2, True),
        ([1, 2, 2], 3, False),
        ([1, 3, 1], 3, True),
        ([], 1, False),
    ],
)
def test_settled_with_votes_enough_and_a_strict_lead(
    votes: list[int], needed: int, settled: bool
) -> None:
    assert majority_is_settled(votes, needed) is settled


def test_of_equals_the_earlier_one_leads() -> None:
    found = majority([[2], [1], [1], [2]], needed=2)
    assert found is not None
    assert (found.answer, found.confidence, found.settled) == ((2,), 0.5, False)
    assert found.votes == {"2": 2, "1": 2}
    assert majority([], needed=1) is None
