"""Background work."""

from dataclasses import dataclass

from service.db.unit_of_work import UnitOfWork
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.kit.errors import NotFound
from service.kit.page import Page, Paging
from service.kit.vocabulary import Role
from service.people.admit import InProject, SignedIn, in_project
from service.people.permissions import Principal, role_in


@dataclass(frozen=True)
class AtJob(InProject):
    """Somebody who may do what is asked with a job of a project."""

    job_id: int


def list_jobs(
    uow: UnitOfWork, principal: Principal, project_id: int | None, paging: Paging
) -> Page[JobStatus]:
    """A page of a project's jobs, or of all projects that the caller is in (an admin: of all)."""
    if project_id is not None:
        role_in(uow, principal, project_id)
    member = principal.id if project_id is None and principal.role is not Role.ADMIN else None
    jobs = uow[Jobs].page(project_id, member=member, after=paging.after, limit=paging.looked_at)
    return paging.page(jobs, lambda job: job.id).shown(JobStatus.of)


def at_job(person: SignedIn, job_id: int, needed: Role, *, changes: bool = False) -> AtJob:
    """In a job's project; `NotFound` for those who aren't in it. `changes`: it isn't archived."""
    project_id = person.uow[Jobs].get(job_id).project_id
    try:
        there = in_project(person, project_id, needed, changes=changes)
    except NotFound as error:
        raise NotFound(f"There is no job {job_id}.") from error
    return AtJob(there.app, there.uow, there.caller, there.project_id, there.role, job_id)


def show_job(uow: UnitOfWork, job_id: int) -> JobStatus:
    return JobStatus.of(uow[Jobs].get(job_id))
