"""What suggestions did: how fast people answered, and how often as a model thought."""

from collections.abc import Sequence

from service.answers import AnswerKind, answer_kind
from service.core.evaluation.intervals import median_interval, wilson
from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.stats import (
    PersonSuggestions,
    SuggestionArm,
    SuggestionEffect,
    SuggestionFigure,
)
from service.people.queries.access import Access
from service.pool.tables.projects import Project
from service.rounds.queries.suggestions import Suggested, Suggestions


def show_suggestions(uow: UnitOfWork, project: Project) -> list[SuggestionEffect]:
    """By model, the one that was suggested last first; nothing without answers of both kinds."""
    kind = answer_kind(project.answer_kind)
    shown = uow[Suggestions].answered(project.id, shown=True)
    withheld = uow[Suggestions].answered(project.id, shown=False)
    models = dict.fromkeys(each.model for each in shown)
    arms = [(model, _of(model, shown), _of(model, withheld)) for model in models]
    return [
        SuggestionEffect(
            model, _answers(kind, seen), _answers(kind, unseen), _people(uow, kind, seen, unseen)
        )
        for model, seen, unseen in arms
        if unseen
    ]


def _people(
    uow: UnitOfWork, kind: AnswerKind, shown: Sequence[Suggested], withheld: Sequence[Suggested]
) -> list[PersonSuggestions]:
    both = {each.user_id for each in shown} & {each.user_id for each in withheld}
    names = uow[Access].names(both)
    return [
        PersonSuggestions(
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


def _answers(kind: AnswerKind, answered: Sequence[Suggested]) -> SuggestionArm:
    seconds = [each.seconds for each in answered if each.seconds is not None]
    pairs = [(each, kind.class_ids(each.answer)) for each in answered]
    return SuggestionArm(
        answers=len(answered),
        median_seconds=SuggestionFigure(*median_interval(seconds)) if seconds else None,
        agreement=_share([each.class_ids[0] in classes for each, classes in pairs]),
        among_suggested=_share([bool({*each.class_ids} & {*classes}) for each, classes in pairs]),
    )


def _share(hits: Sequence[bool]) -> SuggestionFigure:
    low, high = wilson(sum(hits), len(hits))
    return SuggestionFigure(sum(hits) / len(hits), low, high)
