"""Who labels, how much and how fast."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime, timedelta
from statistics import median

from service.answers import answer_kind
from service.core.evaluation.intervals import wilson
from service.db.unit_of_work import UnitOfWork
from service.figures.shapes.stats import AgreementWithPeople, PersonFigures
from service.kit.vocabulary import Counted
from service.labelling.count_answer import day_of
from service.labelling.queries.annotations import LATEST, Annotations, TimedAnswer
from service.labelling.queries.decisions import Decisions
from service.labelling.queries.programs import Programs
from service.people.queries.access import Access
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.tables.projects import Project

PACE_WINDOW = timedelta(minutes=5)
SHORTEST = timedelta(seconds=1)


def show_people(uow: UnitOfWork, project: Project) -> list[PersonFigures]:
    """Who answered, or set labels, by user id; without pace where the project hides it."""
    project_id = project.id
    answers = uow[Counters].by_key(project_id, Counted.ANSWERS)
    today = uow[Counters].by_key(project_id, Counted.ANSWERS, day=day_of(uow.now))
    decisions = uow[Decisions].by_person(project_id)
    names = uow[Access].names({*answers, *decisions})
    people = [
        _with_labels_set(
            _person(uow, project_id, user_id, name, answers.get(user_id, 0), today.get(user_id, 0)),
            *decisions.get(user_id, (0, None)),
        )
        for user_id, name in sorted(names.items())
    ]
    programs = uow[Access].programs(names)
    people = [
        replace(each, is_program=True, beside_people=_beside_people(uow, project, each.user_id))
        if each.user_id in programs
        else each
        for each in people
    ]
    if project.shows_pace:
        return people
    return [replace(each, per_minute=None, median_seconds=None) for each in people]


def show_pace(uow: UnitOfWork, project_id: int, user_id: int) -> PersonFigures:
    """What one person has given, and how fast; without a name as long as that is nothing."""
    answers, today = (
        uow[Counters].value(project_id, Counted.ANSWERS, key=user_id, day=day)
        for day in (0, day_of(uow.now))
    )
    name = uow[Access].names([user_id])[user_id] if answers else None
    person = _person(uow, project_id, user_id, name, answers, today)
    return _with_labels_set(person, *uow[Decisions].by_person(project_id).get(user_id, (0, None)))


def _with_labels_set(person: PersonFigures, labels: int, last: datetime | None) -> PersonFigures:
    times = [at for at in (person.last_seen, last) if at is not None]
    return replace(person, labels_set=labels, last_seen=max(times, default=None))


def _person(
    uow: UnitOfWork, project_id: int, user_id: int, name: str | None, answers: int, today: int
) -> PersonFigures:
    latest = uow[Annotations].latest(project_id, user_id) if answers else []
    taken = [each.active_seconds for each in latest if each.active_seconds is not None]
    return PersonFigures(
        user_id=user_id,
        name=name,
        answers=answers,
        labels_set=0,
        today=today,
        per_minute=_per_minute(latest, uow.now),
        median_seconds=median(taken) if taken else None,
        last_seen=latest[0].received_at if latest else None,
        is_program=False,
        beside_people=None,
    )


def _beside_people(uow: UnitOfWork, project: Project, user_id: int) -> AgreementWithPeople | None:
    """Of a program, on the texts that people labelled too."""
    kind, merged = answer_kind(project.answer_kind), uow[Classes].merged(project.id)
    pairs = uow[Programs].beside_people(project.id, user_id)
    if not pairs:
        return None
    same = sum(kind.meant(own, merged) == kind.meant(label, merged) for own, label in pairs)
    low, high = wilson(same, len(pairs))
    return AgreementWithPeople(texts=len(pairs), value=same / len(pairs), low=low, high=high)


def _per_minute(latest: Sequence[TimedAnswer], now: datetime) -> float:
    """Of the last minutes; of the time that the latest answers took, where they fill it."""
    lately = [each.received_at for each in latest if each.received_at > now - PACE_WINDOW]
    filled = len(lately) == LATEST
    window = max(now - lately[-1], SHORTEST) if filled else PACE_WINDOW
    return len(lately) / (window / timedelta(minutes=1))
