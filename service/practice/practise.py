"""A practice round: begun, gone on with, answered. No annotation, count or figure comes of it."""

from collections import Counter
from collections.abc import Mapping, Sequence

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer
from service.db.unit_of_work import UnitOfWork
from service.kit.errors import NotFound
from service.kit.vocabulary import ProjectState, Role
from service.labelling.answer_names import giving, read_answer, telling
from service.labelling.shapes import ItemText, shown_columns
from service.people.permissions import may_adjudicate
from service.pool.queries.classes import Classes
from service.pool.queries.items import Items
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.practice.queries import Candidate, Practice
from service.practice.shapes import PracticeAnswer, PracticeRound, PracticeVerdict, PractisedText
from service.practice.tables import PracticeText

NO_ROUND = PracticeRound(texts=0, answered=0, right=0, next=None, differed=[])


def practise(uow: UnitOfWork, project_id: int, user_id: int, role: Role) -> PracticeRound:
    """The caller's round, chosen when they first ask; `NO_ROUND` for who needs none.

    Who runs the project, decides in it or has labelled here needs none. There is none either while
    too few texts are settled: nobody waits for that.
    """
    project = uow[Projects].get(project_id)
    if not project.practice or project.state is ProjectState.PAUSED:
        return NO_ROUND
    if may_adjudicate(uow, user_id, project_id, role):
        return NO_ROUND
    if uow[Practice].has_labelled(project_id, user_id):
        return NO_ROUND
    if not uow[Practice].of(project_id, user_id):
        _choose(uow, project, user_id)
    return _round(uow, project, _current(uow, project, user_id))


def _choose(uow: UnitOfWork, project: Project, user_id: int) -> None:
    kind = answer_kind(project.answer_kind)
    there = uow[Practice].candidates(project.id, user_id)
    chosen = spread(kind, answerable(uow, kind, project.id, there), project.practice)
    uow[Practice].add_all(
        [
            PracticeText(
                item_id=each.item_id,
                user_id=user_id,
                project_id=project.id,
                place=place,
                settled=each.answer,
            )
            for place, each in enumerate(chosen)
        ]
    )


def _current(uow: UnitOfWork, project: Project, user_id: int) -> Sequence[PracticeText]:
    """The round without what can't be practised any more: its label changed, or it is an audit."""
    texts = uow[Practice].of(project.id, user_id)
    if all(text.is_right is not None for text in texts):
        return texts
    kind = answer_kind(project.answer_kind)
    there = uow[Practice].still_good(project.id, user_id)
    good = {each.item_id: each.answer for each in answerable(uow, kind, project.id, there)}
    merged = uow[Classes].merged(project.id)
    gone = [
        text.item_id
        for text in texts
        if text.is_right is None and good.get(text.item_id) != kind.meant(text.settled, merged)
    ]
    uow[Practice].drop(user_id, gone)
    return [text for text in texts if text.item_id not in gone]


def answer_practice(
    uow: UnitOfWork, project_id: int, user_id: int, item_id: int, sent: PracticeAnswer
) -> PracticeVerdict:
    """Whether it is as the text is settled. The first answer stands, whatever is sent later."""
    project = uow[Projects].get(project_id)
    text = next((t for t in uow[Practice].of(project_id, user_id) if t.item_id == item_id), None)
    if text is None:
        raise NotFound(f"The text {item_id} isn't in your practice round. Ask for the round again.")
    kind, merged = answer_kind(project.answer_kind), uow[Classes].merged(project_id)
    answer = read_answer(uow, kind, project_id, sent.answer)
    if text.is_right is None:
        text.answer = answer
        text.is_right = kind.meant(answer, merged) == kind.meant(text.settled, merged)
    assert text.answer is not None, "it was answered"
    give, tell = giving(uow, project_id), telling(uow, project_id)
    return PracticeVerdict(
        right=text.is_right,
        answer=give(text.answer) or {},
        settled=give(text.settled) or {},
        settled_label=tell(text.settled) or "",
        round=_round(uow, project, _current(uow, project, user_id)),
    )


def _round(uow: UnitOfWork, project: Project, texts: Sequence[PracticeText]) -> PracticeRound:
    answered = [text for text in texts if text.is_right is not None]
    differed = [text for text in answered if not text.is_right]
    following = next((text for text in texts if text.is_right is None), None)
    shown = [text.item_id for text in (*differed, following) if text is not None]
    items = _items(uow, project, shown)
    give, tell = giving(uow, project.id), telling(uow, project.id)
    return PracticeRound(
        texts=len(texts),
        answered=len(answered),
        right=len(answered) - len(differed),
        next=None if following is None else items[following.item_id],
        differed=[
            PractisedText(
                item=items[text.item_id],
                answer=give(text.answer or []) or {},
                label=tell(text.answer or []) or "",
                settled=give(text.settled) or {},
                settled_label=tell(text.settled) or "",
            )
            for text in differed
        ],
    )


def _items(uow: UnitOfWork, project: Project, item_ids: Sequence[int]) -> dict[int, ItemText]:
    """As somebody who labels them sees them."""
    texts = uow[Practice].texts(item_ids)
    firsts = uow[Items].firsts(item_ids, data=True) if project.columns and item_ids else []
    columns = {row.item_id: shown_columns(project.columns, row) for row in firsts}
    return {id_: ItemText(id_, text, columns.get(id_, {})) for id_, text in texts.items()}


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
