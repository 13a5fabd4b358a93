"""Asks for the figures of the newest round; one that still waits measures the newer one."""

from datetime import datetime, timedelta

from service.models import Job, Project
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobKind, JobState

REST, LONGEST_REST = 4, timedelta(minutes=1)
"""Between two measurements passes this many times what the last one took. Without it a project of
many classes would be measured all the time, on the core that its rankings need."""


def request_measurement(uow: UnitOfWork, project: Project) -> None:
    assert project.id is not None
    key = f"evaluate:{project.id}"
    payload = {"round": project.round_number}
    waiting = uow.jobs.queued(key)
    if waiting is not None:
        uow.jobs.postpone(waiting, waiting.run_after, payload)
        return
    uow.jobs.add(
        Job(
            kind=JobKind.EVALUATE,
            project_id=project.id,
            payload=payload,
            priority=5,
            dedupe_key=key,
            mutex=key,
            run_after=max(uow.now, _rested(uow, project.id)),
            created_at=uow.now,
        )
    )


def _rested(uow: UnitOfWork, project_id: int) -> datetime:
    """When the last measurement, which may be under way yet, will have been over long enough."""
    last = uow.jobs.last_of(project_id, JobKind.EVALUATE)
    done = uow.jobs.last_of(project_id, JobKind.EVALUATE, JobState.DONE)
    if last is None or last.started_at is None or done is None:
        return uow.now
    assert done.started_at is not None
    assert done.finished_at is not None
    took = done.finished_at - done.started_at
    return last.started_at + took + min(REST * took, LONGEST_REST)
