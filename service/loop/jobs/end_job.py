"""Ends a job that didn't get done, and what it leaves behind."""

from service.errors import Conflict
from service.loop.importing.fail_import import fail_import
from service.models import Job
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobKind, JobState


def give_back_job(uow: UnitOfWork, job: Job, error: str) -> None:
    """Queues it again; after the third attempt it has failed, with the last reason."""
    uow.jobs.give_back(job, uow.now, error)
    if job.state is JobState.FAILED:
        _clear(uow, job, job.error or error)


def interrupt_job(uow: UnitOfWork, job: Job, error: str) -> None:
    """Queues it again without counting the attempt: what failed was not the job."""
    job.stopped += 1
    give_back_job(uow, job, error)


def fail_job(uow: UnitOfWork, job: Job, error: str) -> None:
    """Ends it for good: another attempt would fail the same way."""
    uow.jobs.fail(job, uow.now, error)
    _clear(uow, job, error)


def cancel_job(uow: UnitOfWork, job: Job) -> Job:
    """Ends it because someone wants so; one that has ended stays as it is."""
    if uow.jobs.cancel(job, uow.now):
        _clear(uow, job, "It was cancelled.")
    return job


def cancel_on_request(uow: UnitOfWork, job: Job) -> Job:
    """Ends it, unless it clears up after something that is gone already."""
    if job.kind is JobKind.WITHDRAW:
        raise Conflict("An import that was taken back is being cleared away; send its file again.")
    return cancel_job(uow, job)


def _clear(uow: UnitOfWork, job: Job, reason: str) -> None:
    if job.kind == JobKind.IMPORT:
        fail_import(uow, job.project_id, int(job.payload["import_id"]), reason)
