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
    """Background work of a project, or of all your projects."""
    return list_jobs(reader.uow, reader.caller, project, paging)


@jobs.get("/{job_id}")
def get_job(reader: JobReader) -> JobStatus:
    """One job: its kind, state, progress and error."""
    return show_job(reader.uow, reader.job_id)


@jobs.post("/{job_id}/cancel")
def post_cancel(writer: JobWriter) -> JobStatus:
    """Ends a job. One that runs stops at its next checkpoint; what ended before stays ended."""
    return cancel_on_request(writer.uow, writer.job_id)


@jobs.post("/{job_id}/retry")
def post_retry(writer: JobWriter) -> JobStatus:
    """Queues a job again that failed or was cancelled, with three attempts as at first.

    409 where something else brings back what it does, such as the next labels a round that is not
    the last one.
    """
    return retry_job(writer.uow, writer.job_id)


@health.get("/healthz")
async def get_health(_app: AnyoneWaiting) -> dict[str, str]:
    """The process answers."""
    return {"status": "ok"}


@health.get("/readyz")
def get_ready(app: AnyoneWaiting) -> dict[str, str]:
    """The database answers, has this version's schema and takes writes.

    `warning`: the disk is nearly full, and uploads are refused; or jobs are due that nobody has
    taken for a minute. Answers are stored.
    """
    warning = check_ready(app)
    return {"status": "ok"} if warning is None else {"status": "ok", "warning": warning}


@health.get("/metrics", response_class=PlainTextResponse)
def get_metrics(app: AnyoneWaiting) -> PlainTextResponse:
    """Jobs by kind and state, live workers, and what the disk has free, for Prometheus."""
    return PlainTextResponse(show_metrics(app), media_type="text/plain; version=0.0.4")
