"""Counts a person's answers when they are given and taken back."""

from datetime import UTC, datetime, timedelta

from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import Counted
from service.labelling.queries.annotations import AnnotationRow
from service.pool.queries.counters import Counters
from service.pool.tables.answers import Annotation

LONGEST_ACTIVE_SECONDS = 300.0
"""The most seconds that count for an answer: in longer pauses the annotator was away."""


def count_answer(uow: UnitOfWork, annotation: AnnotationRow) -> None:
    """Counts a new answer, and the time that it took."""
    _add(uow, annotation, 1)
    seconds = min(annotation.active_seconds or 0.0, LONGEST_ACTIVE_SECONDS)
    taken = timedelta(seconds=seconds) // timedelta(microseconds=1)
    user = annotation.user_id
    uow[Counters].count(annotation.project_id, Counted.MICROSECONDS, taken, key=user, by=user)


def uncount_answer(uow: UnitOfWork, annotation: Annotation) -> None:
    """Stops counting an answer that no longer stands. The time that it took stays counted."""
    _add(uow, annotation, -1)


def count_again(uow: UnitOfWork, annotation: Annotation) -> None:
    """Counts an answer that stands again. The time that it took stayed counted."""
    _add(uow, annotation, 1)


def _add(uow: UnitOfWork, annotation: Annotation | AnnotationRow, number: int) -> None:
    user = annotation.user_id
    for day in (0, day_of(annotation.received_at)):
        uow[Counters].count(
            annotation.project_id, Counted.ANSWERS, number, key=user, day=day, by=user
        )


def day_of(time: datetime) -> int:
    """The day in UTC, as counters store it."""
    return time.astimezone(UTC).toordinal()
