"""What suggestions did: how fast people answered, and how often as a model thought."""

from collections.abc import Sequence
from typing import NamedTuple

from service.answers import AnswerKind, answer_kind
from service.core.evaluation.intervals import median_interval, wilson
from service.db.unit_of_work import UnitOfWork
from service.people.queries.access import Access
from service.pool.tables.projects import Project
from service.rounds.queries.suggestions import Suggested, Suggestions


class FigureInterval(NamedTuple):
    """A figure with its interval of 95 %."""

    value: float
    low: float
    high: float


class Answers(NamedTuple):
    """Answers to items for which a model had a suggestion."""

    answers: int
    median_seconds: FigureInterval | None
    agreement: FigureInterval
    """The share that is what the model thought likeliest."""
    among_suggested: FigureInterval
    """The share that is among what it suggested."""


class OfPerson(NamedTuple):
    """The same of one person: who takes what they see agrees more where it is shown."""

    user_id: int
    name: str
    shown: Answers
    withheld: Answers


class Effect(NamedTuple):
    """What the suggestions of a model did, as against none, by chance."""

    model: str
    shown: Answers
    withheld: Answers
    people: list[OfPerson]
    """Those with answers of both kinds, by id."""


def show_suggestions(uow: UnitOfWork, project: Project) -> list[Effect]:
    """By model, the one that was suggested last first; nothing without answers of both kinds."""
    kind = answer_kind(project.answer_kind)
    shown = uow[Suggestions].answered(project.id, shown=True)
    withheld = uow[Suggestions].answered(project.id, shown=False)
    models = dict.fromkeys(each.model for each in shown)
    arms = [(model, _of(model, shown), _of(model, withheld)) for model in models]
    return [
        Effect(
            model, _answers(kind, seen), _answers(kind, unseen), _people(uow, kind, seen, unseen)
        )
        for model, seen, unseen in arms
        if unseen
    ]


def _people(
    uow: UnitOfWork, kind: AnswerKind, shown: Sequence[Suggested], withheld: Sequence[Suggested]
) -> list[OfPerson]:
    both = {each.user_id for each in shown} & {each.user_id for each in withheld}
    names = uow[Access].names(both)
    return [
        OfPerson(
            user_id,
            names[user_id],
            *(
                _answers(kind, [each for each in arm if each.user_id == user_id])
                for arm in (shown, withheld)
            ),
        )
        for user_id in sorted(both)
    ]


def _of(model: str, answered: Sequence[Suggested]) -> list[Suggested]:
    return [each for each in answered if each.model == model]


def _answers(kind: AnswerKind, answered: Sequence[Suggested]) -> Answers:
    seconds = [each.seconds for each in answered if each.seconds is not None]
    pairs = [(each, kind.class_ids(each.answer)) for each in answered]
    return Answers(
        answers=len(answered),
        median_seconds=FigureInterval(*median_interval(seconds)) if seconds else None,
        agreement=_share([each.class_ids[0] in classes for each, classes in pairs]),
        among_suggested=_share([bool({*each.class_ids} & {*classes}) for each, classes in pairs]),
    )


def _share(hits: Sequence[bool]) -> FigureInterval:
    low, high = wilson(sum(hits), len(hits))
    return FigureInterval(sum(hits) / len(hits), low, high)
