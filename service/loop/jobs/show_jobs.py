"""Background work."""

from dataclasses import dataclass

from service.errors import NotFound
from service.loop.people.admit import InProject, SignedIn, in_project
from service.loop.people.permissions import Principal, role_in
from service.models import Job
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Role


@dataclass(frozen=True)
class AtJob(InProject):
    """Somebody who may do what is asked with a job of a project."""

    job_id: int


def list_jobs(
    uow: UnitOfWork, principal: Principal, project_id: int | None, *, after: int, limit: int
) -> tuple[list[Job], int | None]:
    """A page of a project's jobs; an admin may leave the project out."""
    if project_id is not None:
        role_in(uow, principal, project_id)
    elif principal.role is not Role.ADMIN:
        return [], None
    found = list(uow.jobs.page(project_id, after=after, limit=limit + 1))
    return found[:limit], found[limit - 1].id if len(found) > limit else None


def at_job(known: SignedIn, job_id: int, needed: Role) -> AtJob:
    """In a job's project; `NotFound` for those who aren't in it."""
    project_id = known.uow.jobs.get(job_id).project_id
    try:
        there = in_project(known, project_id, needed)
    except NotFound as error:
        raise NotFound(f"There is no job {job_id}.") from error
    return AtJob(there.app, there.uow, there.caller, there.project_id, there.role, job_id)


def show_job(uow: UnitOfWork, job_id: int) -> Job:
    return uow.jobs.get(job_id)
