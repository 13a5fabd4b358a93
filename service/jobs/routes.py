"""Jobs, for those in their projects; health, for whoever runs the service."""

from fastapi import APIRouter
from fastapi.responses import PlainTextResponse

from service.jobs.end_job import cancel_on_request, retry_job
from service.jobs.shapes import JobStatus
from service.jobs.show_jobs import check_ready, list_jobs, show_job, show_metrics
from service.kit.fields import RowId
from service.kit.page import Page
from service.web.dependencies import Paged
from service.web.door import Guarded, Probed
from service.web.who_may import AnyoneWaiting, JobReader, JobWriter, SignedInReader

jobs = APIRouter(prefix="/jobs", tags=["jobs"], route_class=Guarded)
health = APIRouter(tags=["health"], route_class=Probed)
"""Outside /api/v1, without signing in."""


@jobs.get("")
def get_jobs(
    reader: SignedInReader,
    paging: Paged,
    project: RowId | None = None,
) -> Page[JobStatus]:
    """Lists background jobs of a project, or of all your projects."""
    return list_jobs(reader.uow, reader.caller, project, paging)


@jobs.get("/{job_id}")
def get_job(reader: JobReader) -> JobStatus:
    """Shows a job with its kind, state, progress and error."""
    return show_job(reader.uow, reader.job_id)


@jobs.post("/{job_id}/cancel")
def post_cancel(writer: JobWriter) -> JobStatus:
    """Cancels a job. A running job stops at its next checkpoint; a job that has ended stays as it
    is."""
    return cancel_on_request(writer.uow, writer.job_id)


@jobs.post("/{job_id}/retry")
def post_retry(writer: JobWriter) -> JobStatus:
    """Queues a job again that failed or was cancelled, with three new attempts.

    The status is 409 if its work comes back without it, as the next labels start a new round.
    """
    return retry_job(writer.uow, writer.job_id)


@health.get("/healthz")
async def get_health(_app: AnyoneWaiting) -> dict[str, str]:
    """Says that the process is running."""
    return {"status": "ok"}


@health.get("/readyz")
def get_ready(app: AnyoneWaiting) -> dict[str, str]:
    """Says whether the database answers, has this version's schema and takes writes.

    `warning` says that the disk is nearly full and uploads are refused, or that jobs are due which
    nobody has taken for a minute. Answers are stored all the same.
    """
    warning = check_ready(app)
    return {"status": "ok"} if warning is None else {"status": "ok", "warning": warning}


@health.get("/metrics", response_class=PlainTextResponse)
def get_metrics(app: AnyoneWaiting) -> PlainTextResponse:
    """Lists jobs by kind and state, running workers, and free disk space, for Prometheus."""
    return PlainTextResponse(show_metrics(app), media_type="text/plain; version=0.0.4")
