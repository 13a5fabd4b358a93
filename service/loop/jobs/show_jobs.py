"""Background work."""

from service.errors import NotFound
from service.loop.people.permissions import Principal, role_in
from service.models import Job
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Role


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


def show_job(uow: UnitOfWork, principal: Principal, job_id: int) -> Job:
    job = uow.jobs.get(job_id)
    try:
        role_in(uow, principal, job.project_id)
    except NotFound as error:
        raise NotFound(f"There is no job {job_id}.") from error
    return job
