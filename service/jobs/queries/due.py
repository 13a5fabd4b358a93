"""Which jobs can be had: the statements that relay and workers ask all the time."""

from collections.abc import Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import Integer, and_, bindparam, exists, or_, update
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from service.db.repository import word
from service.jobs.tables import JOBS, Job
from service.kit.vocabulary import JobState

RESEND_AFTER = timedelta(seconds=10)


def has_forerunner() -> Any:
    """Whether a job with the mutex of the enclosing query's job runs, or came before it.

    One that failed and waits for its next attempt keeps its place: what came later may rest on
    what it left half done.
    """
    other = aliased(Job)
    return exists().where(
        col(other.mutex) == col(Job.mutex),
        or_(
            col(other.state) == word(JobState.RUNNING),
            and_(col(other.state) == word(JobState.QUEUED), col(other.id) < col(Job.id)),
        ),
    )


# Put together once: that takes four times as long as to ask, and the relay asks all the time.
IS_READY = (
    col(Job.state) == word(JobState.QUEUED),
    col(Job.run_after) <= bindparam("now"),
    or_(col(Job.encoder).is_(None), col(Job.encoder).in_(bindparam("encoders", expanding=True))),
    ~has_forerunner(),
)
IS_DUE = (
    *IS_READY,
    or_(col(Job.sent_at).is_(None), col(Job.sent_at) <= bindparam("sent_before")),
)
HAS_DUE = select(exists().where(*IS_DUE))
DUE = (
    select(Job)
    .where(*IS_DUE)
    .order_by(col(Job.priority), col(Job.id))
    .limit(bindparam("limit", type_=Integer))
    .with_for_update(skip_locked=True, key_share=True)
)
CLAIM = (
    update(JOBS)
    .where(
        col(Job.id) == bindparam("job"),
        col(Job.state) == word(JobState.QUEUED),
        ~has_forerunner(),
    )
    .values(
        state=JobState.RUNNING,
        attempts=JOBS.c.attempts + 1,
        worker=bindparam("by", type_=JOBS.c.worker.type),
        started_at=bindparam("now", type_=JOBS.c.started_at.type),
        heartbeat_at=bindparam("now", type_=JOBS.c.heartbeat_at.type),
        lease_expires_at=bindparam("until", type_=JOBS.c.lease_expires_at.type),
    )
    .returning(JOBS.c.id)
)


def due_at(now: datetime, encoders: Collection[str]) -> dict[str, Any]:
    """What those statements are asked with."""
    return {"now": now, "sent_before": now - RESEND_AFTER, "encoders": list(encoders)}
