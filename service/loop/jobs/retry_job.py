"""Runs work again that has ended without being done."""

from service.errors import Conflict
from service.models import Job
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import RETRIED


def retry_job(uow: UnitOfWork, job: Job) -> Job:
    """Queues a job again that failed or was cancelled, and that nothing else would bring back."""
    if job.kind not in RETRIED:
        raise Conflict(
            f"A job of kind {job.kind!r} can't be tried again: send the file again to import it; "
            "rounds come with the next labels, and a comparison can be asked for again."
        )
    if not uow.jobs.reopen(job, uow.now):
        raise Conflict(f"Job {job.id} is {job.state}: there is nothing to try again.")
    return job
