"""Counts what a person gives, and what they take back."""

from datetime import UTC, datetime, timedelta

from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import Counted
from service.labelling.queries.annotations import AnnotationRow
from service.labelling.tables import Annotation
from service.pool.queries.counters import Counters

LONGEST_ACTIVE_SECONDS = 300.0
"""Longer than this an annotator was away: time beyond it is not counted."""


def count_answer(uow: UnitOfWork, annotation: AnnotationRow) -> None:
    """Counts a new answer, and the time that it took."""
    _add(uow, annotation, 1)
    seconds = min(annotation.active_seconds or 0.0, LONGEST_ACTIVE_SECONDS)
    taken = timedelta(seconds=seconds) // timedelta(microseconds=1)
    user = annotation.user_id
    uow[Counters].count(annotation.project_id, Counted.MICROSECONDS, taken, key=user, by=user)


def uncount_answer(uow: UnitOfWork, annotation: Annotation) -> None:
    """It doesn't stand any more; the time that it took is spent."""
    _add(uow, annotation, -1)


def count_again(uow: UnitOfWork, annotation: Annotation) -> None:
    """It stands again; the time that it took was counted all along."""
    _add(uow, annotation, 1)


def _add(uow: UnitOfWork, annotation: Annotation | AnnotationRow, number: int) -> None:
    user = annotation.user_id
    for day in (0, day_of(annotation.received_at)):
        uow[Counters].count(
            annotation.project_id, Counted.ANSWERS, number, key=user, day=day, by=user
        )


def day_of(time: datetime) -> int:
    """The day in UTC, as counters write it."""
    return time.astimezone(UTC).toordinal()
