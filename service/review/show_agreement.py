"""How far the people who label agree: all together, each of them, two by two, on each class."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from itertools import groupby
from typing import TypeVar

import numpy as np

from service.answers import AnswerKind, answer_kind
from service.core.agreement import (
    Agreement,
    SharedAnswers,
    agreed,
    alpha,
    each_change,
    each_class,
    each_pair,
    each_person,
    mixed_up,
)
from service.core.evaluation.intervals import wilson
from service.db.unit_of_work import UnitOfWork
from service.kit.reasons import Reason, ReasonCode, reason
from service.people.queries.access import Access
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.review.queries import Reviews, SharedAnswer
from service.review.shapes import (
    AgreementFigure,
    AgreementReport,
    AgreementShare,
    ClassAgreement,
    MixedClasses,
    PairOfPeople,
    PersonAgreement,
)

T = TypeVar("T", int, str)
MOST_ITEMS = 2_000
"""That are looked at: more are a sample of so many, which leaves 2 points of doubt."""
FEWEST_ITEMS = 10
"""With two answers, for a figure: an interval of fewer says nothing."""
FEWEST_PEOPLE = 3
"""Asked about every text, for the others to settle a label without one of them."""
MOST_PAIRS = 100
"""Of people, and of classes that are mixed up."""


def show_agreement(uow: UnitOfWork, project_id: int, most: int = MOST_ITEMS) -> AgreementReport:
    """Of answers that people were asked for, whatever became of them as labels."""
    project = uow[Projects].get(project_id)
    kind = answer_kind(project.answer_kind)
    by_item = _by_item(uow, project, most + 1)
    answered = [row for group in by_item[:most] for row in group]
    names = uow[Classes].names(project_id)
    people = sorted({row.user_id for row in answered})
    # Answers that name classes which are gone differ by them, but those have no figures.
    gone = [class_id for class_id in uow[Classes].all_names(project_id) if class_id not in names]
    shared = _arrays(kind, answered, people, [*names, *gone])
    when = np.array([row.received_at.timestamp() for row in answered])
    offered = replace(shared, names=shared.names[:, : len(names)])
    return AgreementReport(
        items=len(by_item[:most]),
        sampled=len(by_item) > most,
        alpha=_figure(alpha(shared)),
        people=_people(
            uow,
            people,
            (each_person(shared), each_change(shared, when)),
            _without_them(kind, by_item[:most], project.overlap),
        ),
        pairs=[
            PairOfPeople(
                one=people[pair.one], other=people[pair.other], kappa=_figure(pair.agreement)
            )
            for pair in each_pair(shared)[:MOST_PAIRS]
        ],
        classes=_classes(offered, names),
        mixed=_mixed(offered, [*names]),
    )


def items_mixed_up(uow: UnitOfWork, project_id: int, names: Sequence[str]) -> set[int]:
    """Ids of the items to which people gave all of these classes, none of which all of them gave.

    Of those that the report looks at: together they are the number of a cell.
    """
    project, ids = uow[Projects].get(project_id), uow[Classes].answerable(project_id)
    kind, mixed = answer_kind(project.answer_kind), [ids[name] for name in names]

    def is_mixed_up(rows: Sequence[SharedAnswer]) -> bool:
        named = [kind.class_ids(row.answer) for row in rows]
        return all(0 < sum(c in each for each in named) < len(named) for c in mixed)

    by_item = _by_item(uow, project, MOST_ITEMS + 1)[:MOST_ITEMS]
    return {rows[0].item_id for rows in by_item if is_mixed_up(rows)}


def _by_item(uow: UnitOfWork, project: Project, most: int) -> list[list[SharedAnswer]]:
    """Of at most so many items what each was answered, as it is meant now."""
    kind, merged = answer_kind(project.answer_kind), uow[Classes].merged(project.id)
    rows = [
        row._replace(answer=kind.meant(row.answer, merged))
        for row in uow[Reviews].shared_answers(project.id, most)
    ]
    return [list(group) for _, group in groupby(rows, lambda row: row.item_id)]


def _arrays(
    kind: AnswerKind, rows: Sequence[SharedAnswer], people: list[int], class_ids: list[int]
) -> SharedAnswers:
    spelt = [str(row.answer) for row in rows]
    number = _numbering(spelt)
    answers = {
        number(key): kind.class_ids(row.answer) for key, row in zip(spelt, rows, strict=True)
    }
    names = np.zeros((len(answers), len(class_ids)), dtype=np.bool_)
    place = {class_id: j for j, class_id in enumerate(class_ids)}
    for answer, named in answers.items():
        names[answer, [place[class_id] for class_id in named if class_id in place]] = True
    of_item, of_person = _numbering([row.item_id for row in rows]), _numbering(people)
    return SharedAnswers(
        np.array([of_item(row.item_id) for row in rows], dtype=np.int64),
        np.array([of_person(row.user_id) for row in rows], dtype=np.int64),
        np.array([number(key) for key in spelt], dtype=np.int64),
        names,
    )


def _numbering(things: Sequence[T]) -> Callable[[T], int]:
    places = {thing: place for place, thing in enumerate(dict.fromkeys(things))}
    return places.__getitem__


def _figure(agreement: Agreement) -> AgreementFigure:
    items = agreement.items
    if items < FEWEST_ITEMS:
        return AgreementFigure(value=None, low=None, high=None, items=items, reason=_few(items))
    why = reason(ReasonCode.ONE_ANSWER_ONLY) if agreement.value is None else None
    return AgreementFigure(
        value=agreement.value, low=agreement.low, high=agreement.high, items=items, reason=why
    )


def _few(items: int) -> Reason:
    return reason(ReasonCode.FEW_SHARED_ITEMS, items=items, needed=FEWEST_ITEMS)


def _no_share(items: int, why: Reason) -> AgreementShare:
    return AgreementShare(value=None, low=None, high=None, items=items, reason=why)


def _people(
    uow: UnitOfWork,
    people: list[int],
    figures: tuple[Sequence[Agreement], Sequence[Agreement]],
    without_them: Mapping[int, Sequence[bool]] | None,
) -> list[PersonAgreement]:
    names = uow[Access].names(people)
    return [
        PersonAgreement(
            user_id=user_id,
            name=names[user_id],
            agreement=_figure(person),
            change=_figure(change),
            with_labels=_with_labels(without_them, user_id),
        )
        for user_id, person, change in zip(people, *figures, strict=True)
    ]


def _without_them(
    kind: AnswerKind, by_item: Sequence[Sequence[SharedAnswer]], overlap: int
) -> dict[int, list[bool]] | None:
    """By person: whether each answer is the label that the others settle without it.

    Of the answers that are asked for of every text: one more is asked for where people differ, so
    that it says who differed. None where these are too few for the others to settle anything.
    """
    if overlap < FEWEST_PEOPLE:
        return None
    agreed: dict[int, list[bool]] = {}
    for rows in by_item:
        first = rows[:overlap]
        for row in first:
            others = [other.answer for other in first if other is not row]
            label = kind.consensus(others, FEWEST_PEOPLE - 1)
            if label is not None and label.settled:
                agreed.setdefault(row.user_id, []).append([*label.answer] == row.answer)
    return agreed


def _with_labels(without_them: Mapping[int, Sequence[bool]] | None, user_id: int) -> AgreementShare:
    if without_them is None:
        return _no_share(0, reason(ReasonCode.FEW_PEOPLE_A_TEXT, needed=FEWEST_PEOPLE))
    same = without_them.get(user_id, [])
    if len(same) < FEWEST_ITEMS:
        return _no_share(len(same), _few(len(same)))
    low, high = wilson(sum(same), len(same))
    return AgreementShare(
        value=sum(same) / len(same), low=low, high=high, items=len(same), reason=None
    )


def _classes(shared: SharedAnswers, names: Mapping[int, str]) -> list[ClassAgreement]:
    columns = names.items(), each_class(shared), agreed(shared).tolist()
    return [
        ClassAgreement(class_id=class_id, name=name, agreement=_figure(figure), agreed=whole)
        for (class_id, name), figure, whole in zip(*columns, strict=True)
    ]


def _mixed(shared: SharedAnswers, class_ids: list[int]) -> list[MixedClasses]:
    return [
        MixedClasses(one=class_ids[pair.one], other=class_ids[pair.other], items=pair.items)
        for pair in mixed_up(shared, MOST_PAIRS)
    ]
