"""Ends a job that didn't get done, and what it leaves behind; runs one again."""

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import kind_called
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.jobs.tables import Job
from service.kit.errors import Conflict
from service.kit.vocabulary import JobState


def give_back_job(uow: UnitOfWork, job: Job, error: str) -> None:
    """Queues it again; after the third attempt it has failed, with the last reason."""
    uow[Jobs].give_back(job, uow.now, error)
    if job.state is JobState.FAILED:
        kind_called(job.kind).cleaned_up(uow, job, job.error or error)


def interrupt_job(uow: UnitOfWork, job: Job, error: str) -> None:
    """Queues it again without counting the attempt: what failed was not the job."""
    job.stopped += 1
    give_back_job(uow, job, error)


def fail_job(uow: UnitOfWork, job: Job, error: str) -> None:
    """Ends it for good: another attempt would fail the same way."""
    uow[Jobs].fail(job, uow.now, error)
    kind_called(job.kind).cleaned_up(uow, job, error)


def cancel_job(uow: UnitOfWork, job: Job) -> Job:
    """Ends it because someone wants so; one that has ended stays as it is."""
    if uow[Jobs].cancel(job, uow.now):
        kind_called(job.kind).cleaned_up(uow, job, "It was cancelled.")
    return job


def cancel_on_request(uow: UnitOfWork, job_id: int) -> JobStatus:
    """Ends it, unless its kind has to come to its end."""
    job = uow[Jobs].get(job_id)
    must_end = kind_called(job.kind).must_end
    if must_end is not None:
        raise Conflict(must_end)
    return JobStatus.of(cancel_job(uow, job))


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
