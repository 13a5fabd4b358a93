"""Asks for the vectors of items: one job a shard."""

from collections.abc import Iterable

from service.core.ordinal_ranges import Span, gaps, pieces
from service.models import Job, Project
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobKind

SHARD_ROWS = 65_536


def request_embedding(uow: UnitOfWork, project: Project, span: Span | None) -> None:
    """Queues jobs for the ordinals first <= o < last; they wait for a worker with the encoder."""
    for piece in pieces(span, SHARD_ROWS) if span else []:
        _add(uow, project, piece)


def request_spans(uow: UnitOfWork, project: Project, spans: Iterable[Span]) -> None:
    """Queues jobs for what of the spans no job is to come for."""
    assert project.id is not None
    open_jobs = uow.jobs.open_of(project.id, JobKind.EMBED)
    asked = [(int(job.payload["first"]), int(job.payload["last"])) for job in open_jobs]
    for span in spans:
        for gap in gaps(span, asked):
            request_embedding(uow, project, gap)


def _add(uow: UnitOfWork, project: Project, span: Span) -> None:
    assert project.id is not None
    first, last = span
    uow.jobs.add(
        Job(
            kind=JobKind.EMBED,
            project_id=project.id,
            payload={"first": first, "last": last, "encoder": project.encoder},
            total=last - first,
            priority=8,
            encoder=project.encoder.split(":", 1)[0],
            run_after=uow.now,
            created_at=uow.now,
        )
    )
