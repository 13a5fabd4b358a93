"""The figures on a project's screen and in the labelling header."""

from collections.abc import Mapping, Sequence
from typing import Any

from service.core.ordinal_ranges import Span, gaps
from service.loop.figures.show_curve import cost, evaluation
from service.loop.figures.show_people import show_pace, show_people
from service.loop.jobs.kinds.embed import EMBED
from service.loop.people.permissions import at_least
from service.loop.rounds.measure_round import annotator_seconds
from service.models import Job, Project, Round
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted, Role

COUNTED = (
    Counted.ITEMS,
    Counted.LABELS,
    Counted.AUDIT_LABELS,
    Counted.HANDED_OUT,
    Counted.RAN_DRY,
)


def show_stats(uow: UnitOfWork, project_id: int, user_id: int, role: Role) -> dict[str, Any]:
    """Counts and the caller's own pace; for engineers people, classes, jobs and the last round."""
    project = uow.projects.get(project_id)
    counts = uow.counters.values(project_id, COUNTED)
    shown = {
        "items": counts[Counted.ITEMS],
        "embedded": project.embedded_count,
        "labels": counts[Counted.LABELS],
        "target": project.target,
        "labels_to_target": None,
        "next_round": project.round_number,
        "encoder": _encoder(uow, project, counts[Counted.ITEMS]),
        "mine": show_pace(uow, project_id, user_id),
    }
    return shown | (_for_engineers(uow, project, counts) if at_least(role, Role.ENGINEER) else KEPT)


# A count that changes with an answer tells which items are audited, or what a colleague said.
KEPT: dict[str, Any] = {
    "audit_labels": None,
    "handed_out": None,
    "ran_dry": None,
    "annotator_seconds": None,
    "cost": None,
    "evaluation": None,
    "people": [],
    "classes": [],
    "jobs": [],
    "undone": [],
    "last_round": None,
}


def _for_engineers(
    uow: UnitOfWork, project: Project, counts: Mapping[Counted, int]
) -> dict[str, Any]:
    seconds = annotator_seconds(uow, project.id)
    given = counts[Counted.LABELS] - uow.imports.known_answers(project.id)
    measured = uow.rounds.last_measured(project.id)
    return {
        "audit_labels": counts[Counted.AUDIT_LABELS],
        "handed_out": counts[Counted.HANDED_OUT],
        "ran_dry": counts[Counted.RAN_DRY],
        "annotator_seconds": seconds,
        "cost": cost(project, given, seconds),
        "evaluation": evaluation((measured.metrics or {}) if measured is not None else {}),
        "people": show_people(uow, project.id),
        "classes": _classes(uow, project.id, measured),
        "jobs": list(uow.jobs.open_of(project.id)),
        "undone": _undone(uow, project.id),
        "last_round": uow.rounds.last(project.id),
    }


def _undone(uow: UnitOfWork, project_id: int) -> list[Job]:
    """Embedding that ended early, unless its vectors have come another way since."""
    return [
        job
        for job in uow.jobs.undone_of(project_id, EMBED.name)
        if _lacks_vectors(uow, project_id, (int(job.payload["first"]), int(job.payload["last"])))
    ]


def _lacks_vectors(uow: UnitOfWork, project_id: int, span: Span) -> bool:
    shards = uow.shards.overlapping(project_id, span)
    return bool(gaps(span, [(shard.first, shard.first + shard.rows) for shard in shards]))


def _encoder(uow: UnitOfWork, project: Project, items: int) -> dict[str, Any]:
    """Whether vectors are there: ready, embedding, preparing (no worker has the encoder), stopped.

    Stopped: some are missing and no job makes them.
    """
    waiting = uow.jobs.open_of(project.id, EMBED.name)
    name = project.encoder.split(":", 1)[0]
    has_worker = any(name in worker.encoders for worker in uow.workers.alive(uow.now))
    if waiting:
        state = "embedding" if has_worker else "preparing"
    else:
        state = "stopped" if project.embedded_count < items else "ready"
    return {
        "name": project.encoder,
        "state": state,
        "done": project.embedded_count + _under_way(uow, project, waiting),
        "total": items,
    }


def _under_way(uow: UnitOfWork, project: Project, jobs: Sequence[Job]) -> int:
    """Items of the pool with vectors that jobs hold, beyond those that rounds work on.

    A job counts every row of its span from the first one on: also test items, which no total has,
    and rows that are published already.
    """
    shards = uow.shards.current(project)
    covered = [(shard.first, shard.first + shard.rows) for shard in shards]
    made = [(int(job.payload["first"]), int(job.payload["first"]) + job.done) for job in jobs]
    held = [gap for span in made for gap in gaps(span, covered)]
    return sum(len(uow.items_in_range.pool_ordinals(project.id, gap)) for gap in held)


def _classes(uow: UnitOfWork, project_id: int, measured: Round | None) -> list[dict[str, Any]]:
    counts = uow.counters.by_key(project_id, Counted.OF_CLASS)
    audits = (
        {entry["class_id"]: entry for entry in (measured.metrics or {}).get("per_class", [])}
        if measured is not None
        else {}
    )
    return [
        {
            "id": label_class.id,
            "name": label_class.name,
            "labels": counts.get(label_class.id or 0, 0),
            "audit_correct": audits.get(label_class.id, {}).get("correct", 0),
            "audit_total": audits.get(label_class.id, {}).get("total", 0),
            "recall": audits.get(label_class.id, {}).get("recall"),
            "low": audits.get(label_class.id, {}).get("low", 0.0),
            "high": audits.get(label_class.id, {}).get("high", 1.0),
        }
        for label_class in uow.classes.of(project_id)
    ]
