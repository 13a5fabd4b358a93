"""Asks for the figures of the newest round; one that still waits measures the newer one."""

from service.models import Job, Project
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobKind


def request_measurement(uow: UnitOfWork, project: Project) -> None:
    assert project.id is not None
    key = f"evaluate:{project.id}"
    payload = {"round": project.round_number}
    waiting = uow.jobs.queued(key)
    if waiting is not None:
        waiting.payload = payload
        return
    uow.jobs.add(
        Job(
            kind=JobKind.EVALUATE,
            project_id=project.id,
            payload=payload,
            priority=5,
            dedupe_key=key,
            mutex=key,
            run_after=uow.now,
            created_at=uow.now,
        )
    )
