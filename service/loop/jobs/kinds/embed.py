"""Vectors of items: one job a shard."""

from collections.abc import Iterable

from service.core.ordinal_ranges import Span, gaps, pieces
from service.loop.jobs.kind import JobKind, register
from service.models import Project
from service.store.unit_of_work import UnitOfWork

EMBED = register(
    JobKind(
        name="embed",
        title="Turning texts into vectors",
        when_ended="Texts without a vector are only drawn at random, until it is tried again.",
        handler="service.loop.vectors.embed_items:embed_items",
        priority=8,
        niceness=10,
        on_gpu=True,
        one_at_a_time=True,
        takes_turns=True,
    )
)
SHARD_ROWS = 65_536


def request_embedding(uow: UnitOfWork, project: Project, span: Span | None) -> None:
    """Queues jobs for the ordinals first <= o < last; they wait for a worker with the encoder."""
    for piece in pieces(span, SHARD_ROWS) if span else []:
        _add(uow, project, piece)


def request_spans(uow: UnitOfWork, project: Project, spans: Iterable[Span]) -> None:
    """Queues jobs for what of the spans no job is to come for."""
    open_jobs = uow.jobs.open_of(project.id, EMBED.name)
    asked = [(int(job.payload["first"]), int(job.payload["last"])) for job in open_jobs]
    for span in spans:
        for gap in gaps(span, asked):
            request_embedding(uow, project, gap)


def _add(uow: UnitOfWork, project: Project, span: Span) -> None:
    first, last = span
    uow.jobs.add(
        EMBED.job(
            project.id,
            uow.now,
            {"first": first, "last": last, "encoder": project.encoder},
            total=last - first,
            encoder=project.encoder.split(":", 1)[0],
        )
    )
