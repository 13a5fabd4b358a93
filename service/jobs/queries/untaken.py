"""Jobs that are due, and which of their kinds go on."""

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import or_
from sqlmodel import col, select

from service.db.repository import Repository, word
from service.jobs.queries.due import has_forerunner
from service.jobs.queries.jobs import NOT_DONE
from service.jobs.tables import Job
from service.kit.vocabulary import JobState

AT_MOST = 1_000
"""Jobs that are looked at: they say no more when there are more."""


class Untaken(Repository):
    def due_since(self, before: datetime, project_id: int | None) -> Sequence[Job]:
        """Those queued that were due by then and wait for no other, of one project or of all."""
        query = select(Job).where(
            col(Job.state) == word(JobState.QUEUED), col(Job.run_after) <= before, ~has_forerunner()
        )
        if project_id is not None:
            query = query.where(Job.project_id == project_id, NOT_DONE)
        return self.query(query.order_by(col(Job.id)).limit(AT_MOST)).all()

    def moving(self, kinds: Collection[str], since: datetime) -> set[str]:
        """Those of these kinds of which a worker has a job, or has begun one since then."""
        begun = or_(col(Job.state) == word(JobState.RUNNING), col(Job.started_at) > since)
        return {*self.query(select(Job.kind).where(col(Job.kind).in_(kinds), begun).distinct())}

    def freed(self, mutexes: Collection[str], since: datetime) -> set[str | None]:
        """Those of these mutexes that a job has held until some time since then."""
        query = select(Job.mutex).where(col(Job.mutex).in_(mutexes), col(Job.finished_at) > since)
        return {*self.query(query.distinct())}
