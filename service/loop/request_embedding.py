"""Asks for the vectors of new items: one job a shard."""

from service.models import Job, Project
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobKind

SHARD_ROWS = 65_536


def request_embedding(uow: UnitOfWork, project: Project, span: tuple[int, int] | None) -> None:
    """Queues jobs for the ordinals first <= o < last; they wait for a worker with the encoder."""
    if span is None:
        return
    assert project.id is not None
    first, last = span
    for part, start in enumerate(range(first, last, SHARD_ROWS)):
        end = min(start + SHARD_ROWS, last)
        uow.jobs.add(
            Job(
                kind=JobKind.EMBED,
                project_id=project.id,
                payload={"first": start, "last": end, "encoder": project.encoder},
                total=end - start,
                priority=8,
                encoder=project.encoder.split(":", 1)[0],
                part=part,
                run_after=uow.now,
                created_at=uow.now,
            )
        )
