from fastapi import APIRouter

from service.jobs.end_job import cancel_on_request
from service.jobs.retry_job import retry_job
from service.jobs.shapes import JobStatus
from service.jobs.show_jobs import list_jobs, show_job
from service.kit.fields import RowId
from service.kit.page import Page
from service.web.dependencies import Paged
from service.web.door import Guarded
from service.web.who_may import JobReader, JobWriter, SignedInReader

router = APIRouter(prefix="/jobs", tags=["jobs"], route_class=Guarded)


@router.get("")
def get_jobs(
    reader: SignedInReader,
    paging: Paged,
    project: RowId | None = None,
) -> Page[JobStatus]:
    """Background work of a project, or of all your projects."""
    return list_jobs(reader.uow, reader.caller, project, paging)


@router.get("/{job_id}")
def get_job(reader: JobReader) -> JobStatus:
    """One job: its kind, state, progress and error."""
    return show_job(reader.uow, reader.job_id)


@router.post("/{job_id}/cancel")
def post_cancel(writer: JobWriter) -> JobStatus:
    """Ends a job. One that runs stops at its next checkpoint; what ended before stays ended."""
    return cancel_on_request(writer.uow, writer.job_id)


@router.post("/{job_id}/retry")
def post_retry(writer: JobWriter) -> JobStatus:
    """Queues a job again that failed or was cancelled, with three attempts as at first.

    409 where something else brings back what it does, such as the next labels a round that is not
    the last one.
    """
    return retry_job(writer.uow, writer.job_id)
