"""Vectors of items: one job a shard, and before many of them one for a part of the pool."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, Urgency, register
from service.jobs.kinds.import_file import IMPORT
from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job
from service.kit.vocabulary import JobState
from service.pool.queries.items import Span, gaps, pieces
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import Project, View, is_own
from service.ports import learns_labels, spec_of

EMBED = register(
    JobKind(
        name="embed",
        title="Preparing texts",
        when_ended="Texts without a vector are only drawn at random, until it is tried again.",
        handler="service.vectors.embed_items:embed_items",
        priority=8,
        niceness=10,
        urgency=Urgency.PATIENT,
        on_gpu=True,
        takes_encoder=True,
        one_at_a_time=True,
        takes_turns=True,
    )
)
SHARD_ROWS = 65_536
PREVIEW_ROWS = 8_000
"""Of a part of the pool that every encoder reads before the rest: minutes of the slowest one."""
LONG_SECONDS = 20.0
"""Of a core. What all encoders have read by then is read without a preview."""
SLOWEST = 60.0
"""CPU-seconds for 10,000 texts of an encoder of which nobody has measured it."""
NOTABLE = 0.1
"""Of the pool. While fewer texts are new, the rest has vectors enough to choose from."""
PAUSE = timedelta(seconds=2)
"""Of an embedding, while the next file can come in whose rows it takes too."""
LONGEST_PAUSE = timedelta(seconds=20)
"""From when it was asked for: files may come for ever."""
FEW = 0.01
"""Of the pool. So few new texts wait for those that may follow them."""


def request_embedding(uow: UnitOfWork, project: Project, span: Span | None) -> None:
    """Queues jobs for the ordinals first <= o < last of each view that doesn't rest, the cheapest
    first; they wait for its encoder, and a moment while further files wait to come in.

    Where that takes long, all views read a part of the pool before.
    """
    views = sorted(uow[Views].awake(project.id), key=seconds_of)
    previewed = [v for v in views if not (is_own(v.encoder) or learns_labels(v.encoder))]
    if span is not None and _takes_long(previewed, span, project):
        _request_previews(uow, project, previewed)
    for view in views:
        _request(uow, view, span)


def seconds_of(view: View) -> float:
    """CPU-seconds that its encoder takes for 10,000 texts of a sentence."""
    spec = spec_of(view.encoder)
    return SLOWEST if spec is None or spec.seconds is None else spec.seconds


def _takes_long(views: Sequence[View], span: Span, project: Project) -> bool:
    new = span[1] - span[0]
    slowest = max(map(seconds_of, views), default=0.0)
    return slowest * new / 10_000 > LONG_SECONDS and new > NOTABLE * project.next_ordinal


def _request_previews(uow: UnitOfWork, project: Project, views: Sequence[View]) -> None:
    """Queues a job for each view, before all others of its kind: of the same texts, which are drawn
    when the first begins."""
    waiting = [job for job in _previews(uow, project.id) if uow[Jobs].unbegun(job)]
    if len(waiting) == len(views):
        return  # they draw from what has come by then
    drawn = f"projects/{project.id}/previews/{secrets.token_hex(8)}.npy"
    for view in views:
        job = EMBED.job(
            project.id,
            uow.now,
            {"view": view.id, "drawn": drawn},
            run_after=_run_after(uow, view, (0, project.next_ordinal)),
            total=min(PREVIEW_ROWS, project.next_ordinal),
            encoder=view.encoder.split(":", 1)[0],
        )
        job.priority -= 1
        uow[Jobs].add(job)


def is_preview(payload: Mapping[str, Any]) -> bool:
    """Whether a job makes vectors of a part of the pool that was drawn, not of a span."""
    return "drawn" in payload


def hasten(uow: UnitOfWork, view: View) -> None:
    """Of a view whose preview is of the whole pool: the jobs that publish it have next to nothing
    left to read, so they go before those that read what is new, as previews do."""
    for job in _waiting(uow, view):
        if uow[Jobs].unbegun(job):
            job.priority = EMBED.priority - 1


def _previews(uow: UnitOfWork, project_id: int) -> list[Job]:
    return [job for job in uow[Jobs].open_of(project_id, EMBED.name) if is_preview(job.payload)]


def is_overtaken(uow: UnitOfWork, job_id: int, project_id: int) -> bool:
    """Whether another part of the pool has been drawn since a preview's job was queued."""
    drawn = {job.id: job.payload["drawn"] for job in _previews(uow, project_id)}
    return any(id_ > job_id and drawn[id_] != drawn.get(job_id) for id_ in drawn)


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
    """The jobs that are to make vectors of spans of a view."""
    return [job for job in uow[Jobs].open_of(view.project_id, EMBED.name) if is_of(job, view)]


def _waiting(uow: UnitOfWork, view: View) -> list[Job]:
    return [job for job in open_embedding(uow, view) if job.state is JobState.QUEUED]


def is_of(job: Job, view: View) -> bool:
    """Whether an embedding makes vectors of a span of this view."""
    return int(job.payload["view"]) == view.id and not is_preview(job.payload)


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
    run_after = _run_after(uow, view, span)
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
        if job.priority < EMBED.priority:
            continue  # it goes first, so it stays short
        if last == span[0] and span[1] - first <= SHARD_ROWS and uow[Jobs].unbegun(job):
            job.payload, job.total = {**job.payload, "last": span[1]}, span[1] - first
            paused = min(_run_after(uow, view, span), job.created_at + LONGEST_PAUSE)
            job.run_after = max(job.run_after, paused)
            return True
    return False


def _run_after(uow: UnitOfWork, view: View, new: Span) -> datetime:
    """At once, or after the pause while further files of the project wait, or are likely to come:
    of a few new texts, soon after others."""
    imports = uow[Jobs].open_of(view.project_id, IMPORT.name)
    waits = any(job.state is JobState.QUEUED for job in imports)
    items = uow[Projects].get(view.project_id).next_ordinal
    if not waits and new[1] == items and new[1] - new[0] <= FEW * items:
        last = uow[Jobs].last_of(view.project_id, IMPORT.name, JobState.DONE)
        waits = last is not None and (last.finished_at or last.created_at) > uow.now - PAUSE
    return uow.now + PAUSE if waits else uow.now
