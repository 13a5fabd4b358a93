"""Asks for a new ranking, debounced: after some labels, or a pause."""

from datetime import timedelta

from service.models import Job, Project
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobKind

PAUSE = timedelta(seconds=2)


def request_round(uow: UnitOfWork, project: Project, trigger: str, *, at_once: bool) -> None:
    """Notes one more reason for a round; it starts after `round_every` of them or a pause.

    Only what is still queued takes part in the debounce: a label that arrives while a round
    runs starts the next one. The caller holds the project's lock.
    """
    assert project.id is not None
    key = f"rank:{project.id}"
    waiting = uow.jobs.queued(key)
    labels = int(waiting.payload["labels"] if waiting else 0) + (trigger == "labels")
    run_after = uow.now + PAUSE
    if at_once or labels >= project.round_every:
        run_after = min(waiting.run_after, uow.now) if waiting else uow.now
    if waiting is not None:
        uow.jobs.postpone(waiting, run_after, {**waiting.payload, "labels": labels})
        return
    uow.jobs.add(
        Job(
            kind=JobKind.RANK,
            project_id=project.id,
            payload={"labels": labels, "trigger": trigger},
            priority=1,
            dedupe_key=key,
            mutex=key,
            run_after=run_after,
            created_at=uow.now,
        )
    )
