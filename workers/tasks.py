"""The Celery tasks: one a kind of job. Each gets an id and does what the job's row says."""

from collections.abc import Callable

from celery import Celery

from service.loop.jobs.kind import job_kinds


def task_name(kind: str) -> str:
    return f"postil.{kind}"


def add_tasks(celery: Celery, do: Callable[[int], None]) -> None:
    """Makes `do(job_id)` what this app's tasks run."""
    for kind in job_kinds():
        # Not shared: every consumer's app has tasks of its own.
        celery.task(do, name=task_name(kind), shared=False)
