"""The Celery tasks: one a kind of job. Each gets an id and does what the job's row says."""

from collections.abc import Callable

from celery import Celery
from kombu.exceptions import OperationalError

from service.jobs.dispatch_jobs import DueJob
from service.jobs.kind import JOB_KINDS, JobKind
from service.kit.errors import Unavailable
from workers.app import queue


def task_name(kind: str) -> str:
    return f"postil.{kind}"


def add_tasks(celery: Celery, doing: Callable[[JobKind], Callable[[int], None]]) -> None:
    """Makes `doing(kind)(job_id)` what this app's tasks run."""
    for name, kind in JOB_KINDS.items():
        # Not shared: every consumer's app has tasks of its own.
        celery.task(doing(kind), name=task_name(name), shared=False)


def send_task(celery: Celery, job: DueJob) -> None:
    """Sends the job's id to the workers of its lane. Unavailable when the broker doesn't answer."""
    try:
        celery.send_task(task_name(job.kind), args=[job.id], queue=queue(job.lane, job.kind))
    except OperationalError as error:
        raise Unavailable(f"The broker doesn't answer: {error}") from error
