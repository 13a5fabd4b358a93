"""Runs work again that has ended without being done."""

from service.errors import Conflict
from service.loop.jobs.kind import kind_called
from service.models import Job
from service.store.unit_of_work import UnitOfWork


def retry_job(uow: UnitOfWork, job_id: int) -> Job:
    """Queues a job again that failed or was cancelled, and that nothing else would bring back."""
    job = uow.jobs.get(job_id)
    comes_back = kind_called(job.kind).comes_back
    if comes_back is not None:
        raise Conflict(f"A job of kind {job.kind!r} can't be tried again. {comes_back}")
    if not uow.jobs.reopen(job, uow.now):
        raise Conflict(f"Job {job.id} is {job.state}: there is nothing to try again.")
    return job
