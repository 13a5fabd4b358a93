"""The measuring half of a round: what the released head is worth, from audit items."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

from service.bootstrap import App
from service.core.evaluation.random_baseline import RandomBaseline, random_baseline
from service.core.rounds import Measurement, measure
from service.loop.load_vectors import load_vectors
from service.loop.phases import Phases
from service.loop.project_labels import project_labels
from service.loop.run_job import JobRun
from service.models import Project, Round, Shard
from service.store.unit_of_work import UnitOfWork


@dataclass(frozen=True)
class Inputs:
    """What a measurement works from, read in one view of the database."""

    project: Project
    round: Round
    shards: list[Shard]
    settled: Sequence[tuple[int, list[int], bool]]
    unanswered: int
    annotator_seconds: float


def evaluate(app: App, run: JobRun) -> None:
    """Job `evaluate`: fills in the figures of a round and keeps the head it releases."""
    clock, number = Phases(), int(run.payload["round"])
    with app.read() as uow:
        inputs = _read(uow, run.project_id, number)
    if inputs is None:
        return
    measurement, baseline = _measure(app, inputs, clock)
    artefacts = _keep_head(app, run.project_id, number, measurement)
    run.check()
    figures = {
        **_figures(measurement, inputs.round.class_ids),
        "random": asdict(baseline),
        "annotator_seconds": inputs.annotator_seconds,
    }
    with app.write() as uow:
        stored = uow.rounds.get(run.project_id, number)
        if stored is not None:
            _store(stored, figures, artefacts, clock, uow.now)


def _read(uow: UnitOfWork, project_id: int, number: int) -> Inputs | None:
    found = uow.rounds.get(project_id, number)
    settled = uow.labels.settled(project_id)
    if found is None or not settled:
        return None
    return Inputs(
        project=uow.projects.get(project_id),
        round=found,
        shards=list(uow.shards.of(project_id, found.encoder_fingerprint)),
        settled=settled,
        unanswered=uow.audit.unanswered(project_id),
        annotator_seconds=uow.annotations.seconds(project_id),
    )


def _measure(app: App, inputs: Inputs, clock: Phases) -> tuple[Measurement, RandomBaseline]:
    project, found = inputs.project, inputs.round
    vectors, present = load_vectors(app.blobs, inputs.shards, project.next_ordinal)
    clock.ended("read")
    labels = project_labels(inputs.settled, found.class_ids)
    labels = labels.where(present[labels.ordinals])
    n_classes = len(found.class_ids)
    measurement = measure(
        vectors,
        labels,
        n_classes=n_classes,
        unanswered=inputs.unanswered,
        seed=project.seed,
        round_number=found.number,
    )
    clock.ended("measure")
    baseline = random_baseline(
        vectors,
        labels,
        measurement.correct,
        n_classes=n_classes,
        n_items=project.item_count,
        seed=project.seed,
        round_number=found.number,
    )
    clock.ended("baseline")
    return measurement, baseline


def _store(
    stored: Round,
    figures: dict[str, Any],
    artefacts: dict[str, str],
    clock: Phases,
    now: datetime,
) -> None:
    took = clock.seconds()
    stored.metrics = figures
    stored.artefacts = {**stored.artefacts, **artefacts}
    stored.seconds = {**stored.seconds, "measure": took["measure"], "baseline": took["baseline"]}
    stored.cpu_seconds += clock.cpu_seconds()
    stored.measured_at = now


def _keep_head(app: App, project_id: int, number: int, found: Measurement) -> dict[str, str]:
    if found.head is None:
        return {}
    key = f"projects/{project_id}/heads/released-{number}.npz"
    app.blobs.put_arrays(key, **found.head.to_arrays())
    return {"released_head": key}


def _figures(found: Measurement, class_ids: list[int]) -> dict[str, Any]:
    return {
        "accuracy": found.accuracy,
        "low": found.low,
        "high": found.high,
        "macro_f1": found.macro_f1,
        "n_audit": found.n_audit,
        "n_labels": found.n_labels,
        "note": found.note,
        "per_class": [
            {"class_id": class_id, "correct": int(right), "total": int(total)}
            for class_id, right, total in zip(
                class_ids, found.per_class_correct, found.per_class_total, strict=True
            )
        ],
    }
