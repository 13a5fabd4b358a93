from fastapi import APIRouter

from service.api.dependencies import AppDep, CurrentPrincipal, Cursor, Id, PageSize
from service.api.door import Guarded
from service.api.schemas.base import RowId
from service.api.schemas.jobs import JobPageResponse, JobResponse
from service.loop.jobs.end_job import cancel_on_request
from service.loop.jobs.retry_job import retry_job
from service.loop.jobs.show_jobs import list_jobs, show_job
from service.loop.people.permissions import require
from service.vocabulary import Role

router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=Guarded)


@router.get("")
def get_jobs(
    principal: CurrentPrincipal,
    app: AppDep,
    project: RowId | None = None,
    cursor: Cursor = 0,
    limit: PageSize = 100,
) -> JobPageResponse:
    with app.read() as uow:
        found, following = list_jobs(uow, principal, project, after=cursor, limit=limit)
        return JobPageResponse(
            jobs=[JobResponse.model_validate(job) for job in found], next=following
        )


@router.get("/{job_id}")
def get_job(job_id: Id, principal: CurrentPrincipal, app: AppDep) -> JobResponse:
    with app.read() as uow:
        return JobResponse.model_validate(show_job(uow, principal, job_id))


@router.post("/{job_id}/cancel")
def post_cancel(job_id: Id, principal: CurrentPrincipal, app: AppDep) -> JobResponse:
    """Ends a job. One that runs stops at its next checkpoint; what ended before stays ended."""
    with app.write() as uow:
        job = show_job(uow, principal, job_id)
        require(uow, principal, job.project_id, Role.ENGINEER)
        return JobResponse.model_validate(cancel_on_request(uow, job))


@router.post("/{job_id}/retry")
def post_retry(job_id: Id, principal: CurrentPrincipal, app: AppDep) -> JobResponse:
    """Queues an embedding or a withdrawal again, with three attempts as at first."""
    with app.write() as uow:
        job = show_job(uow, principal, job_id)
        require(uow, principal, job.project_id, Role.ENGINEER)
        return JobResponse.model_validate(retry_job(uow, job))
