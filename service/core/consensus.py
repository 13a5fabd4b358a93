"""What several answers come to: the answer that most people gave, or each class by itself."""

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True)
class Consensus:
    answer: tuple[Any, ...]
    confidence: float
    """How far those who answered agree with it, in (0, 1]."""
    votes: dict[str, int]
    """What it was counted from."""
    settled: bool
    """Whether there are enough votes and one answer leads."""


def majority_is_settled(votes: Iterable[int], needed: int) -> bool:
    """Whether there are `needed` votes and one answer has more of them than any other."""
    ranked = sorted(votes, reverse=True)
    return sum(ranked) >= needed and ranked[:1] != ranked[1:2]


def majority(answers: Sequence[Sequence[int]], needed: int) -> Consensus | None:
    """The leading answer of `answers` (in order of arrival; the earlier one of equals).

    None without answers.
    """
    if not answers:
        return None
    counts = Counter(tuple(answer) for answer in answers)
    ranked = counts.most_common()
    leader, votes = ranked[0]
    return Consensus(
        answer=leader,
        confidence=votes / len(answers),
        votes={",".join(map(str, answer)): count for answer, count in ranked},
        settled=majority_is_settled(counts.values(), needed),
    )


PEOPLE = "people"
"""Beside the votes for each class: how many voted."""


def each_class_is_settled(votes: Mapping[str, int], needed: int) -> bool:
    """Whether `needed` people answered, and no class has as many for it as against it."""
    people = votes[PEOPLE]
    return people >= needed and all(2 * count != people for count in _of_classes(votes))


def each_class(answers: Sequence[Sequence[int]], needed: int) -> Consensus | None:
    """The classes that more than half of `answers` name; where it is half, the first one decides.

    In ascending order. The confidence is that of the class about which people agree least. None
    without answers.
    """
    if not answers:
        return None
    counts = Counter(class_id for answer in answers for class_id in {*answer})
    people = len(answers)
    chosen = [
        class_id
        for class_id in sorted(counts)
        if 2 * counts[class_id] > people
        or (2 * counts[class_id] == people and class_id in answers[0])
    ]
    votes = {PEOPLE: people, **{str(class_id): counts[class_id] for class_id in sorted(counts)}}
    return Consensus(
        answer=tuple(chosen),
        confidence=min((max(n, people - n) for n in _of_classes(votes)), default=people) / people,
        votes=votes,
        settled=each_class_is_settled(votes, needed),
    )


def _of_classes(votes: Mapping[str, int]) -> Iterator[int]:
    return (count for key, count in votes.items() if key != PEOPLE)
