"""Which texts somebody practises."""

from collections import Counter
from collections.abc import Mapping, Sequence

from service.answers import AnswerKind
from service.answers.answer import Answer
from service.db.unit_of_work import UnitOfWork
from service.pool.queries.classes import Classes
from service.practice.queries import Candidate


def answerable(
    uow: UnitOfWork, kind: AnswerKind, project_id: int, texts: Sequence[Candidate]
) -> list[Candidate]:
    """Those whose label can be given today, with what it means: no class of it is retired."""
    active, merged = uow[Classes].names(project_id), uow[Classes].merged(project_id)
    meant = (Candidate(each.item_id, kind.meant(each.answer, merged)) for each in texts)
    return [each for each in meant if {*kind.class_ids(each.answer)} <= {*active}]


def spread(kind: AnswerKind, texts: Sequence[Candidate], count: int) -> list[Candidate]:
    """At most so many, each class as often as it goes; they stay in order.

    The next is of a class that has fewest so far, the first of these in order. What names no class
    counts as one.
    """
    lines: dict[int | None, list[int]] = {}
    for place, text in enumerate(texts):
        for named in _named(kind, text.answer):
            lines.setdefault(named, []).append(place)
    chosen, so_far = set[int](), Counter[int | None]()
    while len(chosen) < min(count, len(texts)):
        firsts = _firsts(lines, chosen)
        place = min(firsts.items(), key=lambda first: (so_far[first[0]], first[1]))[1]
        chosen.add(place)
        so_far.update(_named(kind, texts[place].answer))
    return [texts[place] for place in sorted(chosen)]


def _named(kind: AnswerKind, answer: Answer) -> list[int | None]:
    return [*kind.class_ids(answer)] or [None]


def _firsts(lines: dict[int | None, list[int]], chosen: set[int]) -> Mapping[int | None, int]:
    """Of each class the first text that isn't chosen."""
    firsts = {}
    for named, line in lines.items():
        while line and line[0] in chosen:
            line.pop(0)
        if line:
            firsts[named] = line[0]
    return firsts
