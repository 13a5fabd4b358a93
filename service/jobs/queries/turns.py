from collections.abc import Collection
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import bindparam, exists, func, or_, update
from sqlalchemy import select as select_columns
from sqlalchemy.orm import aliased
from sqlmodel import col, select

from service.db.repository import Repository, word
from service.jobs.queries.due import IS_READY, due_at
from service.jobs.queries.jobs import JobCost
from service.jobs.tables import JOBS, Job
from service.kit.vocabulary import JobState


def _last_worked_on() -> Any:
    """When a worker last had a job of the enclosing query's project and kind."""
    other = aliased(Job)
    mine = (other.project_id == Job.project_id, other.kind == Job.kind)
    return select(func.max(col(other.heartbeat_at))).where(*mine).scalar_subquery()


ASKED = select_columns(col(Job.project_id), col(Job.kind), col(Job.priority)).where(
    col(Job.id) == bindparam("job"), col(Job.kind).in_(bindparam("kinds", expanding=True))
)
FIRST = (
    select_columns(col(Job.id), col(Job.project_id), col(Job.priority))
    .where(col(Job.kind) == bindparam("kind"), *IS_READY)
    .order_by(col(Job.priority), _last_worked_on().nulls_first(), col(Job.id))
    .limit(1)
    .with_for_update(skip_locked=True, key_share=True)
)
MINE = aliased(Job)
OTHERS_WAIT = select(
    exists().where(
        col(MINE.id) == bindparam("job"),
        col(Job.kind) == col(MINE.kind),
        or_(
            col(Job.project_id) != col(MINE.project_id),
            col(Job.priority) < col(MINE.priority),
        ),
        *IS_READY,
    )
)


class _Turn(NamedTuple):
    project_id: int
    kind: str
    priority: int


class JobTurns(Repository):
    """Whose job of a kind comes next: that of the project which nobody worked on for longest."""

    def first(
        self, job_id: int, now: datetime, encoders: Collection[str], kinds: Collection[str]
    ) -> int:
        """The job to do instead of this one; itself when it is its project's turn, unless the
        project has one that goes first.

        Projects take turns at jobs of these `kinds`.
        """
        named = {"job": job_id, "kinds": list(kinds)}
        row = self.execute(ASKED, named).one_or_none()
        if row is None:
            return job_id
        turn = _Turn._make(row)
        values = _asked_at(now, encoders) | {"kind": turn.kind}
        best = self.execute(FIRST, values).one_or_none()
        if best is None:
            return job_id
        if best.project_id == turn.project_id and best.priority >= turn.priority:
            return job_id
        return int(best[0] or job_id)

    def others_wait(self, job_id: int, since: datetime, encoders: Collection[str]) -> bool:
        """Whether a job of its kind could be done that is another project's, or goes first, and was
        due by then."""
        values = _asked_at(since, encoders) | {"job": job_id}
        return bool(self.execute(OTHERS_WAIT, values).scalar_one())

    def send_again(self, job_id: int) -> None:
        """Has a job sent anew whose message was spent on another."""
        self.execute(update(JOBS).where(JOBS.c.id == job_id).values(sent_at=None))
        self.outdate(Job, job_id, "sent_at")

    def give_way(self, job_id: int, attempt: int, now: datetime, spent: JobCost) -> bool:
        """Queues a job again that goes on later; it doesn't count as an attempt that failed."""
        values = {
            "state": JobState.QUEUED,
            "stopped": JOBS.c.stopped + 1,
            "heartbeat_at": now,
            "run_after": now,
            **spent._asdict(),
        } | dict.fromkeys(("lease_expires_at", "worker", "sent_at", "dedupe_key"))
        mine = (JOBS.c.id == job_id, JOBS.c.attempts == attempt)
        running = JOBS.c.state == word(JobState.RUNNING)
        gave_way = self.execute(update(JOBS).where(*mine, running).values(**values)).rowcount > 0
        self.outdate(Job, job_id)
        return gave_way


def _asked_at(now: datetime, encoders: Collection[str]) -> dict[str, Any]:
    values = due_at(now, encoders)
    del values["sent_before"]  # sent or not, it can be had
    return values
