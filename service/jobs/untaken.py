"""Due jobs that nobody takes: no worker runs, no relay sends them, or nothing arrives."""

from dataclasses import replace
from datetime import timedelta

from service.db.unit_of_work import UnitOfWork
from service.jobs.dispatch_jobs import usable_encoders
from service.jobs.kind import JOB_KINDS
from service.jobs.queries.untaken import Untaken
from service.jobs.queries.workers import Workers
from service.jobs.shapes import JobStatus
from service.jobs.tables import Job
from service.kit.settings import Settings

UNTAKEN_AFTER = timedelta(minutes=1)
UNSENT_AFTER = timedelta(seconds=30)
"""A relay that runs sends a due job every few seconds until a worker has it."""


def untaken_jobs(uow: UnitOfWork, project_id: int | None = None) -> list[Job]:
    """Of one project or of all, the first one first: due for a minute, in which nobody began one of
    their kind. Those that wait for an encoder which no live worker has aren't among them."""
    since = uow.now - UNTAKEN_AFTER
    due = [job for job in uow[Untaken].due_since(since, project_id) if job.kind in JOB_KINDS]
    if not due:
        return []
    moving = uow[Untaken].moving({job.kind for job in due}, since)
    freed = uow[Untaken].freed({job.mutex for job in due if job.mutex}, since)
    still = [job for job in due if job.kind not in moving and job.mutex not in freed]
    if not uow[Workers].alive(uow.now):
        return still
    encoders = usable_encoders(uow)
    return [job for job in still if job.encoder is None or job.encoder in encoders]


def show_untaken(uow: UnitOfWork, settings: Settings, project_id: int) -> list[JobStatus]:
    """Each with why nobody takes it as its `error`."""
    return [
        replace(JobStatus.of(job), error=f"{why_untaken(uow, settings, job)} {_due_for(uow, job)}")
        for job in untaken_jobs(uow, project_id)
    ]


def warn_of_untaken(uow: UnitOfWork, settings: Settings) -> str | None:
    """For whoever runs the service; None where all is well."""
    jobs = untaken_jobs(uow)
    if not jobs:
        return None
    why = why_untaken(uow, settings, jobs[0])
    many = "1 job is" if len(jobs) == 1 else f"{len(jobs):,} jobs are"
    return f"{many} due, and nobody has taken one for a minute. {why}"


def why_untaken(uow: UnitOfWork, settings: Settings, job: Job) -> str:
    """And what to do."""
    if settings.broker_url is None:
        return "The worker doesn't take it. Read the output of `postil serve`, and start it again."
    if not uow[Workers].alive(uow.now):
        return "No worker runs. Start one: `postil worker`."
    if job.sent_at is None or job.sent_at < uow.now - UNSENT_AFTER:
        return "No relay sends it to a worker. Start one: `postil relay`."
    return "A relay sends it, but no worker takes it. Check Redis, and the output of the workers."


def _due_for(uow: UnitOfWork, job: Job) -> str:
    return f"It has been due for {(uow.now - job.run_after) // timedelta(minutes=1):,} min."
