"""What most people say of each class by itself, where an answer may name several."""

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from service.core.consensus.consensus import Consensus

PEOPLE = "people"
"""Beside the votes for each class: how many voted."""


def is_settled(votes: Mapping[str, int], needed: int) -> bool:
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
        settled=is_settled(votes, needed),
    )


def _of_classes(votes: Mapping[str, int]) -> Iterator[int]:
    return (count for key, count in votes.items() if key != PEOPLE)
