"""Background work, what of it ended undone and is needed, and whether the service is well."""

from collections.abc import Sequence
from dataclasses import dataclass

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import hidden_from
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.workers import Workers
from service.jobs.shapes import JobStatus
from service.jobs.tables import Job
from service.jobs.untaken import warn_of_untaken
from service.kit.errors import DiskFull, NotFound
from service.kit.page import Page, Paging
from service.kit.reasons import Reason, ReasonCode, job_failed, reason
from service.kit.vocabulary import JobState, Role
from service.people.admit import InProject, SignedIn, in_project
from service.people.permissions import Principal, role_in
from service.schema.migrate import check_revision


def why_nothing(last: Job) -> Reason | None:
    """Why there is nothing yet of what this job was to make; None once it has ended well."""
    if last.state in (JobState.QUEUED, JobState.RUNNING):
        return reason(ReasonCode.UNDER_WAY)
    if last.state is JobState.DONE:
        return None
    return reason(ReasonCode.CANCELLED) if last.error is None else job_failed(last.error)


@dataclass(frozen=True)
class AtJob(InProject):
    """Somebody who may do what is asked with a job of a project."""

    job_id: int


def list_jobs(
    uow: UnitOfWork, principal: Principal, project_id: int | None, paging: Paging
) -> Page[JobStatus]:
    """A page of a project's jobs, or of all projects that the caller is in (an admin: of all)."""
    if project_id is not None:
        member, hidden = None, hidden_from(role_in(uow, principal, project_id))
    elif principal.role is Role.ADMIN:
        member, hidden = None, []
    else:
        member, hidden = principal.id, hidden_from(Role.ANNOTATOR)
    jobs = uow[Jobs].page(
        project_id, member=member, hidden=hidden, after=paging.after, limit=paging.looked_at
    )
    page = paging.page(jobs, lambda job: job.id)
    return page.shown(Lines(uow).shown)


def at_job(person: SignedIn, job_id: int, needed: Role, *, changes: bool = False) -> AtJob:
    """In a job's project; `NotFound` for those who aren't in it, or aren't shown such jobs.

    `changes`: it isn't archived.
    """
    job = person.uow[Jobs].get(job_id)
    try:
        if job.kind in hidden_from(role_in(person.uow, person.caller, job.project_id)):
            raise NotFound(f"There is no job {job_id}.")
        there = in_project(person, job.project_id, needed, changes=changes)
    except NotFound as error:
        raise NotFound(f"There is no job {job_id}.") from error
    return AtJob(there.app, there.uow, there.caller, there.project_id, there.role, job_id)


def show_job(uow: UnitOfWork, job_id: int) -> JobStatus:
    return Lines(uow).shown(uow[Jobs].get(job_id))


class Lines:
    """Jobs with their place among those of their kind while they wait; each kind is read once."""

    def __init__(self, uow: UnitOfWork) -> None:
        self._uow = uow
        self._lines: dict[str, Sequence[Job]] = {}

    def shown(self, job: Job) -> JobStatus:
        return JobStatus.of(job, self._before(job))

    def _before(self, job: Job) -> list[Job]:
        """Those that a worker does first; none once it runs."""
        if job.state is not JobState.QUEUED:
            return []
        if job.kind not in self._lines:
            self._lines[job.kind] = self._uow[Jobs].line(job.kind, self._uow.now)
        line = self._lines[job.kind]
        return [each for each in line if each.state is JobState.RUNNING or each.id < job.id]


def check_ready(app: App) -> str | None:
    """Raises unless the database answers, has this version's schema and takes writes.

    Else what is wrong beside answers, which are stored: uploads are refused, or work stands still.
    """
    check_revision(app.database)
    app.database.probe.check()
    with app.read() as uow:
        untaken = warn_of_untaken(uow, app.settings)
    return " ".join(filter(None, (_of_the_disk(app), untaken))) or None


def _of_the_disk(app: App) -> str | None:
    try:
        app.room.check()
    except DiskFull as error:
        return error.detail
    return None


def show_metrics(app: App) -> str:
    """Prometheus' text format."""
    with app.read() as uow:
        jobs, workers = uow[Jobs].counts(), len(uow[Workers].alive(uow.now))
    lines = ["# TYPE postil_jobs gauge"]
    lines += [
        f'postil_jobs{{kind="{kind}",state="{state}"}} {count}' for kind, state, count in jobs
    ]
    lines += ["# TYPE postil_workers gauge", f"postil_workers {workers}"]
    free = app.room.free()
    if free is not None:
        lines += ["# TYPE postil_disk_free_bytes gauge", f"postil_disk_free_bytes {free}"]
    return "\n".join(lines) + "\n"
