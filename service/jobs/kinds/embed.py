"""Vectors of items: one job a shard."""

from collections.abc import Iterable
from datetime import datetime, timedelta

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.kinds.import_file import IMPORT
from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job
from service.kit.vocabulary import JobState
from service.pool.queries.items import Span, gaps, pieces
from service.pool.queries.projects import Views
from service.pool.tables.projects import Project, View, is_own
from service.ports import learns_labels

EMBED = register(
    JobKind(
        name="embed",
        title="Preparing texts",
        when_ended="Texts without a vector are only drawn at random, until it is tried again.",
        handler="service.vectors.embed_items:embed_items",
        priority=8,
        niceness=10,
        on_gpu=True,
        takes_encoder=True,
        one_at_a_time=True,
        takes_turns=True,
    )
)
SHARD_ROWS = 65_536
PAUSE = timedelta(seconds=2)
"""Of an embedding, while the next file can come in whose rows it takes too."""


def request_embedding(uow: UnitOfWork, project: Project, span: Span | None) -> None:
    """Queues jobs for the ordinals first <= o < last of each view that doesn't rest; they wait for
    its encoder, and a moment while further files wait to come in."""
    for view in uow[Views].awake(project.id):
        _request(uow, view, span)


def request_spans(uow: UnitOfWork, view: View, spans: Iterable[Span]) -> None:
    """Queues jobs for what of the spans of a view no job is to come for."""
    requested = [span_of(job) for job in open_embedding(uow, view)]
    for span in spans:
        for gap in gaps(span, requested):
            _request(uow, view, gap)


def request_anew(uow: UnitOfWork, view: View, span: Span) -> None:
    """Queues jobs for a view whose encoder has learnt: one that runs began with what it was."""
    for gap in gaps(span, [span_of(job) for job in _waiting(uow, view)]):
        _request(uow, view, gap)


def request_names(uow: UnitOfWork, project: Project) -> None:
    """Asks for the vectors of what the classes are called, which every embedding ends with."""
    for view in uow[Views].awake(project.id):
        if not _waiting(uow, view):
            _request(uow, view, (0, 1))


def open_embedding(uow: UnitOfWork, view: View) -> list[Job]:
    """The jobs that are to make vectors of a view."""
    return [job for job in uow[Jobs].open_of(view.project_id, EMBED.name) if is_of(job, view)]


def _waiting(uow: UnitOfWork, view: View) -> list[Job]:
    return [job for job in open_embedding(uow, view) if job.state is JobState.QUEUED]


def is_of(job: Job, view: View) -> bool:
    """Whether an embedding makes vectors of this view."""
    return int(job.payload["view"]) == view.id


def span_of(job: Job) -> Span:
    """The ordinals that an embedding is for."""
    return int(job.payload["first"]), int(job.payload["last"])


def _request(uow: UnitOfWork, view: View, span: Span | None) -> None:
    if view.fitted is None and learns_labels(view.encoder):
        return  # once it has learnt, it reads all texts
    if is_own(view.encoder):
        return  # nobody but who sends them has them
    if span is None or _extended(uow, view, span):
        return
    run_after = _run_after(uow, view)
    for first, last in pieces(span, SHARD_ROWS):
        uow[Jobs].add(
            EMBED.job(
                view.project_id,
                uow.now,
                {"first": first, "last": last, "view": view.id},
                run_after=run_after,
                total=last - first,
                encoder=view.encoder.split(":", 1)[0],
            )
        )


def _extended(uow: UnitOfWork, view: View, span: Span) -> bool:
    """Whether a job that no worker has begun goes on to the end of the span: small imports that
    follow each other are one embedding."""
    for job in _waiting(uow, view):
        first, last = span_of(job)
        if last == span[0] and span[1] - first <= SHARD_ROWS and uow[Jobs].unbegun(job):
            job.payload, job.total = {**job.payload, "last": span[1]}, span[1] - first
            job.run_after = max(job.run_after, _run_after(uow, view))
            return True
    return False


def _run_after(uow: UnitOfWork, view: View) -> datetime:
    """At once, or after the pause while further files of the project wait."""
    imports = uow[Jobs].open_of(view.project_id, IMPORT.name)
    waits = any(job.state is JobState.QUEUED for job in imports)
    return uow.now + PAUSE if waits else uow.now
