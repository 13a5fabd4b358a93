"""The answer most people gave."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass


@dataclass(frozen=True)
class Consensus:
    answer: tuple[int, ...]
    confidence: float
    """Share of the votes, in (0, 1]."""
    votes: dict[str, int]
    settled: bool
    """Whether there are enough votes and one answer leads."""


def majority(answers: Sequence[Sequence[int]], needed: int) -> Consensus | None:
    """The leading answer of `answers` (in order of arrival; the earlier one of equals).

    Settled with `needed` votes and a strict lead. None without answers.
    """
    if not answers:
        return None
    counts = Counter(tuple(answer) for answer in answers)
    ranked = counts.most_common()
    (leader, votes), rest = ranked[0], ranked[1:]
    leads = not rest or rest[0][1] < votes
    return Consensus(
        answer=leader,
        confidence=votes / len(answers),
        votes={",".join(map(str, answer)): count for answer, count in ranked},
        settled=len(answers) >= needed and leads,
    )
