"""Runs work again that has ended without being done."""

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import kind_called
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.kit.errors import Conflict


def retry_job(uow: UnitOfWork, job_id: int) -> JobStatus:
    """Queues a job again that failed or was cancelled: one that nothing else would bring back, or
    that the project needs and that no later one of its kind has taken the place of."""
    job = uow[Jobs].get(job_id)
    kind = kind_called(job.kind)
    is_last = kind.is_needed and uow[Jobs].last_of(job.project_id, job.kind) == job
    if (comes_back := kind.comes_back) is not None and not is_last:
        raise Conflict(f"A job of kind {job.kind!r} can't be tried again. {comes_back}")
    if not uow[Jobs].reopen(job, uow.now):
        raise Conflict(f"Job {job.id} is {job.state}: there is nothing to try again.")
    return JobStatus.of(job)
