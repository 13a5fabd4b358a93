"""The measuring half of a round: what the released head is worth, from audit items."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any

import numpy as np

from service.answers import Feature, answer_kind
from service.core.acquisition.relabelling import Given
from service.core.arrays import IntArray
from service.core.evaluation.evaluation_set import EvaluationFigure, evaluation_figure
from service.core.evaluation.recalibration import recalibrated
from service.core.evaluation.target_reached import look_due
from service.core.labels import Labels
from service.core.matrix import Vectors
from service.core.rounds import Measurement, measure
from service.loop.app import App
from service.loop.jobs.kinds.compare import request_due_comparison
from service.loop.jobs.run_job import JobRun
from service.loop.rounds.answers_given import answers_given
from service.loop.rounds.audit_strata import audit_strata, imports_of, unanswered_of
from service.loop.rounds.beside_random import BesideRandom, beside_random
from service.loop.rounds.guard_strategy import Watched, read_watched
from service.loop.rounds.keep_measured import keep_measured
from service.loop.rounds.label_arrays import label_arrays
from service.loop.rounds.load_learner import load_learner
from service.loop.rounds.look_ahead import Ahead, look_ahead
from service.loop.rounds.round_heads import stored_head
from service.loop.rounds.seconds_spent import annotator_seconds, compute_seconds
from service.loop.rounds.stopwatch import Stopwatch
from service.loop.rounds.views_read import ReadView, load_views, views_of
from service.loop.vectors.load_vectors import embedded
from service.models import Figure, Look, Project, Round
from service.store.audit import Depth
from service.store.labels import StoredLabel
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted


@dataclass(frozen=True)
class Inputs:
    """What a measurement works from, read in one view of the database."""

    project: Project
    round: Round
    views: list[ReadView]
    labels: Sequence[StoredLabel]
    merged: Mapping[int, int]
    watched: Watched
    test_set: Sequence[StoredLabel]
    depths: list[Depth]
    items: int
    """Of the pool."""
    annotator_seconds: float
    known_answers: int
    """Labels that came with files."""
    asked: IntArray
    """Ordinals with an answer, in the order of the answers."""
    given: Given | None
    """Answers, where labels are asked for once more."""


@dataclass(frozen=True)
class Figures:
    """What a measurement found."""

    labels: Labels
    measurement: Measurement
    beside: BesideRandom
    evaluation: EvaluationFigure | None
    """None without evaluation items."""
    strata: list[list[int]]
    """The imports of each stratum."""
    settled: int
    """Settled labels of items with a vector."""
    ahead: Ahead


def measure_round(app: App, run: JobRun) -> None:
    """Job `measure`: fills in the figures of a round and keeps the head it releases."""
    clock, number = Stopwatch(), int(run.payload["round"])
    with app.read() as uow:
        inputs = _read(uow, run.project_id, number)
    if inputs is None:
        return
    found = _measure(app, inputs, clock)
    of_pool, of_sets = found.measurement.predictions, found.measurement.of_sets
    artefacts = keep_measured(app, inputs.round, found.labels, found.measurement)
    run.renew()  # what this took so far is in the sum
    figures = {
        **_figures(found.measurement, inputs.round.class_ids),
        "strata": _strata_rows(found),
        "evaluation": None if found.evaluation is None else asdict(found.evaluation),
        "random": {"points": [asdict(point) for point in found.beside.random.points]},
        "of_sets": of_sets and asdict(of_sets),
        "labels_saved": asdict(found.beside.saved),
        "calibration": asdict(recalibrated(found.measurement.evidence.chosen)),
        "pool_calibration": of_pool and asdict(of_pool.by),
        "outlook": asdict(found.ahead),
        "guard": asdict(found.beside.guard),
        "annotator_seconds": inputs.annotator_seconds,
        "known_answers": inputs.known_answers,
    }
    with app.write() as uow:
        figures["compute_seconds"] = compute_seconds(uow, run.project_id)
        stored = uow.rounds.get(run.project_id, number)
        if stored is not None:
            stored.folds = found.measurement.folds
            _store(stored, figures, artefacts, clock, uow.now)
            uow.figures.put(_point(stored, found, figures))
            _look(uow, stored, found.measurement, inputs.items)
            rate = app.settings.comparing_seconds_per_label
            project = uow.projects.get(run.project_id)
            if Feature.COMPARISON not in answer_kind(project.answer_kind).lacks:
                request_due_comparison(uow, project, found.settled, rate)


def _read(uow: UnitOfWork, project_id: int, number: int) -> Inputs | None:
    found = uow.rounds.get(project_id, number)
    labels = uow.labels.to_learn(project_id)
    if found is None or not labels:
        return None
    views = views_of(uow, found)
    if not views or not {*found.class_ids} <= uow.classes.names(project_id).keys():
        return None  # its vectors gave way to others, or a class did: the next round has figures
    project, merged = uow.projects.get(project_id), uow.classes.merged(project_id)
    kind = answer_kind(project.answer_kind)
    return Inputs(
        project=project,
        round=found,
        views=views,
        labels=labels,
        merged=merged,
        watched=read_watched(uow, project, sum(label.audit for label in labels)),
        test_set=uow.labels.evaluation(project_id),
        depths=uow.audit.depths(project_id),
        items=uow.counters.value(project_id, Counted.ITEMS),
        annotator_seconds=annotator_seconds(uow, project_id),
        known_answers=uow.imports.known_answers(project_id),
        asked=np.array(uow.labels.in_order(project_id), dtype=np.int64),
        given=answers_given(uow, project, kind, found.class_ids, merged),
    )


def _measure(app: App, inputs: Inputs, clock: Stopwatch) -> Figures:
    project, found = inputs.project, inputs.round
    vectors, present = load_views(app.blobs, inputs.views, project.next_ordinal)
    kind, graphs = answer_kind(project.answer_kind), [view.neighbours for view in inputs.views]
    learner = load_learner(app, graphs, found.class_ids, vectors, kind.head)
    clock.ended("read")
    stratum_of, strata = audit_strata(inputs.depths)
    labels = label_arrays(kind, inputs.labels, found.class_ids, inputs.merged, stratum_of)
    measurement = measure(
        vectors,
        labels,
        n_classes=len(found.class_ids),
        strata=strata,
        unanswered=unanswered_of(inputs.depths, stratum_of),
        seed=project.seed,
        round_number=found.number,
        present=present,
        learner=learner,
        warm=stored_head(app, found, "ranking", learner, graphs),
        given=inputs.given,
    )
    evaluation = _on_test_set(measurement, inputs, learner.seen(vectors))
    clock.ended("measure")
    usable = labels.where(present[labels.ordinals])
    ahead = look_ahead(
        kind,
        vectors,
        usable,
        inputs.asked,
        measurement,
        n_classes=len(found.class_ids),
        learner=learner,
        seed=project.seed,
        round_number=found.number,
    )
    clock.ended("outlook")
    beside = beside_random(
        kind,
        vectors,
        usable,
        measurement,
        present=present,
        strata=strata,
        learner=learner,
        watched=inputs.watched,
        found=found,
        items=inputs.items,
        clock=clock,
    )
    imports, settled = imports_of(stratum_of, strata), len(labels.usable(present))
    return Figures(labels, measurement, beside, evaluation, imports, settled, ahead)


def _on_test_set(found: Measurement, inputs: Inputs, vectors: Vectors) -> EvaluationFigure | None:
    kind, class_ids = answer_kind(inputs.project.answer_kind), inputs.round.class_ids
    labels = label_arrays(kind, inputs.test_set, class_ids, inputs.merged)
    labels = labels.where(embedded(labels.ordinals, inputs.views[0].shards))
    if found.head is None or len(labels) == 0:
        return None
    return evaluation_figure(found.head, vectors, labels.ordinals, labels.targets)


def _store(
    stored: Round,
    figures: dict[str, Any],
    artefacts: dict[str, str],
    clock: Stopwatch,
    now: datetime,
) -> None:
    took = clock.seconds()
    stored.metrics = figures
    stored.artefacts = {**stored.artefacts, **artefacts}
    phases = ("measure", "outlook", "baseline", "guard")
    stored.seconds = {**stored.seconds, **{phase: took[phase] for phase in phases}}
    stored.cpu_seconds += clock.cpu_seconds()
    stored.measured_at = now


def _point(stored: Round, found: Figures, figures: dict[str, Any]) -> Figure:
    measured, test = found.measurement, found.evaluation
    figure = Figure(
        project_id=stored.project_id,
        round=stored.number,
        strategy=stored.strategy,
        labels=measured.n_labels,
        known_answers=figures["known_answers"],
        audit_labels=measured.n_audit,
        annotator_seconds=figures["annotator_seconds"],
        compute_seconds=figures["compute_seconds"],
        estimate=measured.accuracy,
        low=measured.low,
        high=measured.high,
        estimator=measured.estimator,
        macro_f1=measured.macro_f1,
    )
    if test is not None and test.value is not None:
        figure.test_value, figure.test_macro_f1 = test.value, test.macro_f1
        figure.test_low, figure.test_high, figure.test_items = test.low, test.high, test.items
    return figure


def _look(uow: UnitOfWork, stored: Round, found: Measurement, items: int) -> None:
    """Keeps what the audits show, where a look is due; a round measured again keeps its own."""
    before = uow.looks.of(stored.project_id)
    if before and before[-1].round >= stored.number:
        return
    if look_due(before[-1].audits if before else 0, found.n_audit):
        uow.looks.add(
            Look(
                project_id=stored.project_id,
                round=stored.number,
                labels=found.n_labels,
                audits=found.n_audit,
                items=items,
                shown={str(level): share for level, share in found.shown.items()},
            )
        )


def _figures(found: Measurement, class_ids: list[int]) -> dict[str, Any]:
    of_pool = found.predictions
    return {
        "accuracy": found.accuracy,
        "low": found.low,
        "high": found.high,
        "estimator": found.estimator,
        "macro_f1": found.macro_f1,
        "n_audit": found.n_audit,
        "n_effective": found.n_effective,
        "n_labels": found.n_labels,
        "note": None if found.note is None else asdict(found.note),
        "per_class": [
            {"class_id": class_id, "predicted": of_pool and of_pool.count(c), **asdict(figure)}
            for c, (class_id, figure) in enumerate(zip(class_ids, found.classes, strict=True))
        ],
    }


def _strata_rows(found: Figures) -> list[dict[str, Any]]:
    """What the estimate was put together from, with each part's weight as its items."""
    m = found.measurement
    columns = found.strata, m.strata.sizes, m.audits, m.correct_audits, m.strata.unanswered
    return [
        {
            "imports": imports,
            "items": int(items),
            "audits": int(audits),
            "correct": int(correct),
            "unanswered": int(unanswered),
        }
        for imports, items, audits, correct, unanswered in zip(*columns, strict=True)
    ]
