from fastapi import APIRouter

from service.api.dependencies import Cursor, PageSize
from service.api.door import Guarded
from service.api.schemas.base import RowId
from service.api.schemas.jobs import JobPageResponse, JobResponse
from service.api.who_may import JobReader, JobWriter, SignedInReader
from service.loop.jobs.end_job import cancel_on_request
from service.loop.jobs.retry_job import retry_job
from service.loop.jobs.show_jobs import list_jobs, show_job

router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=Guarded)


@router.get("")
def get_jobs(
    reader: SignedInReader,
    project: RowId | None = None,
    cursor: Cursor = 0,
    limit: PageSize = 100,
) -> JobPageResponse:
    found, following = list_jobs(reader.uow, reader.caller, project, after=cursor, limit=limit)
    return JobPageResponse(jobs=[JobResponse.model_validate(job) for job in found], next=following)


@router.get("/{job_id}")
def get_job(reader: JobReader) -> JobResponse:
    return JobResponse.model_validate(show_job(reader.uow, reader.job_id))


@router.post("/{job_id}/cancel")
def post_cancel(writer: JobWriter) -> JobResponse:
    """Ends a job. One that runs stops at its next checkpoint; what ended before stays ended."""
    return JobResponse.model_validate(cancel_on_request(writer.uow, writer.job_id))


@router.post("/{job_id}/retry")
def post_retry(writer: JobWriter) -> JobResponse:
    """Queues an embedding or a withdrawal again, with three attempts as at first."""
    return JobResponse.model_validate(retry_job(writer.uow, writer.job_id))
