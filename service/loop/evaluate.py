"""The measuring half of a round: what the released head is worth, from audit items."""

from dataclasses import asdict
from typing import Any

from service.bootstrap import App
from service.core.evaluation.random_baseline import random_baseline
from service.core.rounds import Measurement, measure
from service.loop.load_vectors import load_vectors
from service.loop.phases import Phases
from service.loop.project_labels import project_labels
from service.loop.run_job import JobRun


def evaluate(app: App, run: JobRun) -> None:
    """Job `evaluate`: fills in the figures of a round and keeps the head it releases."""
    clock, number = Phases(), int(run.payload["round"])
    with app.read() as uow:
        project = uow.projects.get(run.project_id)
        found = uow.rounds.get(run.project_id, number)
        shards = list(uow.shards.of(run.project_id))
        settled = uow.labels.settled(run.project_id)
        unanswered = uow.audit.unanswered(run.project_id)
        annotator_seconds = uow.annotations.seconds(run.project_id)
    if found is None or not settled:
        return
    shards = [shard for shard in shards if shard.fingerprint == found.encoder_fingerprint]
    vectors, present = load_vectors(app.blobs, shards, project.next_ordinal)
    clock.ended("read")
    labels = project_labels(settled, found.class_ids)
    labels = labels.where(present[labels.ordinals])
    n_classes = len(found.class_ids)
    measurement = measure(
        vectors,
        labels,
        n_classes=n_classes,
        unanswered=unanswered,
        seed=project.seed,
        round_number=number,
    )
    clock.ended("measure")
    baseline = random_baseline(
        vectors,
        labels,
        measurement.correct,
        n_classes=n_classes,
        n_items=project.item_count,
        seed=project.seed,
        round_number=number,
    )
    clock.ended("baseline")
    artefacts = _keep_head(app, run.project_id, number, measurement)
    run.check()
    with app.write() as uow:
        stored = uow.rounds.get(run.project_id, number)
        if stored is None:
            return
        stored.metrics = {
            **_figures(measurement, found.class_ids),
            "random": asdict(baseline),
            "annotator_seconds": annotator_seconds,
        }
        stored.artefacts = {**stored.artefacts, **artefacts}
        took = clock.seconds()
        stored.seconds = {
            **stored.seconds,
            **{phase: took[phase] for phase in ("measure", "baseline")},
        }
        stored.cpu_seconds += clock.cpu_seconds()
        stored.measured_at = uow.now


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
