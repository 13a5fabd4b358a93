from collections.abc import Collection, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, bindparam, func, or_, update
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, select

from service.db.repository import Repository, is_one_of, word
from service.jobs.queries.due import CLAIM, DUE, HAS_DUE, due_at
from service.jobs.tables import JOBS, Job
from service.kit.errors import NotFound
from service.kit.vocabulary import JobState, ProjectState, Role
from service.pool.tables.people import Member
from service.pool.tables.projects import Project

LEASE = timedelta(seconds=30)
MAX_ATTEMPTS = 3
RETRY_AFTER = timedelta(seconds=2)
OPEN = (JobState.QUEUED, JobState.RUNNING)
UNDONE = (JobState.FAILED, JobState.CANCELLED)
NOT_DONE = col(Job.state) != word(JobState.DONE)
"""As the index says it that holds no others."""

IS_HELD = (
    select(JOBS.c.id)
    .where(
        JOBS.c.id == bindparam("job"),
        JOBS.c.attempts == bindparam("attempt"),
        JOBS.c.state == word(JobState.RUNNING),
    )
    .with_for_update(key_share=True)
)


class JobProgress(NamedTuple):
    """How far a job is, and how fast it gets there; by the names of its columns."""

    done: int = 0
    total: int | None = None
    pace: float | None = None
    advanced_at: datetime | None = None


class JobCost(NamedTuple):
    """What a job took, of all its attempts; by the names of its columns."""

    cpu_seconds: float
    gpu_seconds: float
    peak_bytes: int
    joules: float
    metered_cpu_seconds: float


class Jobs(Repository):
    def get(self, job_id: int) -> Job:
        job = self.session.get(Job, job_id)
        if job is None:
            raise NotFound(f"There is no job {job_id}.")
        return job

    def page(
        self,
        project_id: int | None,
        *,
        member: int | None = None,
        hidden: Collection[str] = (),
        after: int,
        limit: int,
        open_only: bool = False,
    ) -> Sequence[Job]:
        """Of one project, of those that a `member` is in, or (both None) of all. Without the
        `hidden` kinds; of a member's projects, where they are no engineer."""
        query = select(Job).where(col(Job.id) > after)
        shown: ColumnElement[bool] = col(Job.kind).not_in(hidden)
        if project_id is not None:
            query = query.where(Job.project_id == project_id)
        if member is not None:
            theirs = select(Member.project_id).join(Project, col(Project.id) == Member.project_id)
            theirs = theirs.where(Member.user_id == member, Project.state != ProjectState.DELETED)
            query = query.where(col(Job.project_id).in_(theirs))
            run_by_them = theirs.where(Member.role != Role.ANNOTATOR)
            shown = or_(shown, col(Job.project_id).in_(run_by_them))
        if hidden:
            query = query.where(shown)
        if open_only:
            query = query.where(is_one_of(col(Job.state), OPEN))
        return self.query(query.order_by(col(Job.id)).limit(limit)).all()

    def open_of(self, project_id: int, kind: str | None = None) -> Sequence[Job]:
        query = select(Job).where(Job.project_id == project_id, NOT_DONE)
        query = query.where(is_one_of(col(Job.state), OPEN))
        if kind is not None:
            query = query.where(Job.kind == kind)
        return self.query(query.order_by(col(Job.id))).all()

    def line(self, kind: str, now: datetime) -> Sequence[Job]:
        """The jobs of a kind, in any project, that run or are due."""
        running = col(Job.state) == word(JobState.RUNNING)
        due = and_(col(Job.state) == word(JobState.QUEUED), col(Job.run_after) <= now)
        return self.query(select(Job).where(Job.kind == kind, or_(running, due))).all()

    def open_ids(self, project_id: int, kinds: Collection[str]) -> list[int]:
        """Those of these kinds that wait or run, the earliest first."""
        # By kind in the statement, all jobs of a kind would be read, done ones too.
        open_jobs = self.open_of(project_id)
        return [job.id for job in open_jobs if job.kind in kinds]

    def undone_of(self, project_id: int, kind: str) -> Sequence[Job]:
        """Jobs that ended without being done."""
        statement = select(Job).where(Job.project_id == project_id, Job.kind == kind, NOT_DONE)
        statement = statement.where(is_one_of(col(Job.state), UNDONE))
        return self.query(statement.order_by(col(Job.id))).all()

    def any_undone(self, project_id: int, kind: str) -> bool:
        """Whether one waits, runs, or ended without being done."""
        statement = select(Job.id).where(Job.project_id == project_id, Job.kind == kind)
        return self.query(statement.where(NOT_DONE)).first() is not None

    def last_of(self, project_id: int, kind: str, state: JobState | None = None) -> Job | None:
        """The one that was asked for last, whatever became of it, or of those in this state."""
        query = select(Job).where(Job.project_id == project_id, Job.kind == kind)
        if state is not None:
            query = query.where(Job.state == state)
        return self.query(query.order_by(col(Job.id).desc()).limit(1)).one_or_none()

    def last_begun(self, project_id: int, kind: str) -> Job | None:
        """The last one that a worker has begun, whatever became of it."""
        statement = select(Job).where(Job.project_id == project_id, Job.kind == kind)
        begun = statement.where(col(Job.started_at).is_not(None))
        return self.query(begun.order_by(col(Job.id).desc()).limit(1)).one_or_none()

    def due(self, now: datetime, encoders: Collection[str], limit: int) -> Sequence[Job]:
        """Queued jobs to send now, best first; marks them sent.

        A job waits for its time, for an encoder that some worker has, and for the jobs before it
        with the same mutex. What was sent and not claimed is sent again after a while: a
        message is only a nudge.
        """
        values = due_at(now, encoders) | {"limit": limit}
        jobs = self.query(DUE, params=values).all()
        for job in jobs:
            job.sent_at = now
        self.session.flush()
        return jobs

    def has_due(self, now: datetime, encoders: Collection[str]) -> bool:
        """Whether `due` would find anything: a look without a write lock."""
        values = due_at(now, encoders)
        return bool(self.execute(HAS_DUE, values).scalar_one())

    def claim(self, job_id: int, worker: str, now: datetime) -> Job | None:
        """The job, now running under this worker's lease; None when it isn't to be had."""
        try:
            with self.session.begin_nested():
                values = {"job": job_id, "by": worker, "now": now, "until": now + LEASE}
                claimed = self.execute(CLAIM, values).one_or_none()
        except IntegrityError:  # one with the same mutex is running
            return None
        if claimed is None:
            return None
        job = self.get(job_id)
        self.session.refresh(job)
        return job

    def renew(
        self, job_id: int, attempt: int, now: datetime, progress: JobProgress, spent: JobCost
    ) -> bool:
        """Prolongs the lease and stores progress; False when the job is no longer ours."""
        values: dict[str, Any] = {"heartbeat_at": now, "lease_expires_at": now + LEASE}
        return self._update_own(job_id, attempt, values | progress._asdict() | spent._asdict())

    def finish(self, job_id: int, attempt: int, now: datetime, spent: JobCost) -> bool:
        values: dict[str, Any] = {"state": JobState.DONE, "finished_at": now, "heartbeat_at": now}
        values |= {"lease_expires_at": None, "error": None}  # what an earlier attempt met is over
        return self._update_own(job_id, attempt, values | spent._asdict())

    def tell(self, job: Job, spent: JobCost) -> None:
        """Notes what a held job took."""
        job.cpu_seconds, job.gpu_seconds, job.peak_bytes = spent[:3]
        job.joules, job.metered_cpu_seconds = spent.joules, spent.metered_cpu_seconds

    def _update_own(self, job_id: int, attempt: int, values: dict[str, Any]) -> bool:
        """An attempt owns a job, not a worker's name: one that was slow may be on it again."""
        running = JOBS.c.state == word(JobState.RUNNING)
        own = update(JOBS).where(JOBS.c.id == job_id, JOBS.c.attempts == attempt, running)
        is_ours = self.execute(own.values(**values)).rowcount > 0
        self.outdate(Job, job_id)
        return is_ours

    def held(self, job_id: int, attempt: int) -> Job | None:
        """The job, its row held, as long as this attempt at it is on."""
        return self.query(
            select(Job)
            .where(Job.id == job_id, Job.attempts == attempt, Job.state == JobState.RUNNING)
            .with_for_update(key_share=True)
        ).one_or_none()

    def is_held(self, job_id: int, attempt: int) -> bool:
        """As `held`, past the ORM: what a job does thousands of times asks for this only."""
        values = {"job": job_id, "attempt": attempt}
        return self.execute(IS_HELD, values).first() is not None

    def fail(self, job: Job, now: datetime, error: str) -> None:
        job.state, job.finished_at, job.error = JobState.FAILED, now, error
        job.lease_expires_at = None

    def give_back(self, job: Job, now: datetime, error: str) -> None:
        """Queues a job again whose worker failed; gives up after the third failure."""
        job.lease_expires_at = job.worker = job.sent_at = None
        job.dedupe_key = None  # a newer request may wait already, or come just now: both are done
        failures = job.attempts - job.stopped
        if failures >= MAX_ATTEMPTS:
            self.fail(job, now, f"Failed {failures} times, last with: {error}")
        else:
            job.state, job.run_after, job.error = JobState.QUEUED, now + RETRY_AFTER, error
        self.session.flush()

    def cancel(self, job: Job, now: datetime) -> bool:
        """Ends a job that hasn't ended; a worker that has it notices at its next heartbeat."""
        self.session.refresh(job, with_for_update={"key_share": True})
        if job.state not in OPEN:
            return False
        job.state, job.finished_at, job.lease_expires_at = JobState.CANCELLED, now, None
        return True

    def reopen(self, job: Job, now: datetime) -> bool:
        """Queues a job again that failed or was cancelled, with three attempts as at first."""
        self.session.refresh(job, with_for_update={"key_share": True})
        if job.state not in UNDONE:
            return False
        job.state, job.run_after, job.error = JobState.QUEUED, now, None
        job.finished_at = job.started_at = job.sent_at = job.worker = job.advanced_at = None
        # Not zero attempts: an attempt owns a job by its number, and a slow one may be on it yet.
        job.stopped = job.attempts
        self.session.flush()
        return True

    def unbegun(self, job: Job) -> bool:
        """Whether no worker has begun it; none does until the transaction ends, then."""
        query = select(Job).where(Job.id == job.id, Job.state == JobState.QUEUED, Job.attempts == 0)
        query = query.with_for_update(key_share=True, skip_locked=True)
        return self.query(query.execution_options(populate_existing=True)).one_or_none() is not None

    def counts(self) -> Sequence[tuple[str, str, int]]:
        """How many jobs there are by kind and state, those too that ended and are kept."""
        return self.query(
            select(Job.kind, Job.state, func.count()).group_by(col(Job.kind), col(Job.state))
        ).all()

    def lost(self, now: datetime) -> Sequence[Job]:
        return self.query(
            select(Job)
            .where(col(Job.state) == word(JobState.RUNNING), col(Job.lease_expires_at) < now)
            .with_for_update(skip_locked=True, key_share=True)
        ).all()

    def any_running(self, worker: str, kinds: Collection[str]) -> bool:
        """Whether a worker does a job of these kinds."""
        running = select(Job.id).where(col(Job.state) == word(JobState.RUNNING))
        theirs = running.where(Job.worker == worker, col(Job.kind).in_(kinds))
        return self.query(theirs).first() is not None

    def held_by(self, worker: str) -> Sequence[Job]:
        return self.query(
            select(Job)
            .where(col(Job.state) == word(JobState.RUNNING), Job.worker == worker)
            .order_by(col(Job.id))
            .with_for_update(key_share=True)
        ).all()
