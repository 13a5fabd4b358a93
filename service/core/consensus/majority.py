"""The answer most people gave."""

from collections import Counter
from collections.abc import Iterable, Sequence

from service.core.consensus.consensus import Consensus


def is_settled(votes: Iterable[int], needed: int) -> bool:
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
        settled=is_settled(counts.values(), needed),
    )
