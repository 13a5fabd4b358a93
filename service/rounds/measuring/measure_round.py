"""The measuring half of a round: what the released head is worth, from audit items."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import partial

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.acquisition.relabelling import GivenAnswers, without_doubted
from service.core.arrays import BoolArray, IntArray
from service.core.evaluation.by_class.audit_quality import AuditQuality, audit_quality
from service.core.evaluation.evaluation_set import EvaluationFigure, evaluation_figure
from service.core.evaluation.gain import Gain, gain_over
from service.core.evaluation.measure import ENOUGH_AUDIT_ITEMS
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.rounds import Measurement, measure
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors
from service.db.unit_of_work import UnitOfWork
from service.jobs.run_job import JobRun
from service.kit.vocabulary import Counted
from service.pool.queries.audit import AuditOrder, Depth
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.labels import LabelRows, StoredLabel
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project
from service.rounds.audit_sample import audit_strata, imports_of, unanswered_of
from service.rounds.guard_strategy import Watched, read_watched
from service.rounds.label_arrays import answers_given, label_arrays
from service.rounds.lessons import speaks_of
from service.rounds.load_learner import load_learner
from service.rounds.measuring.beside_random import beside_random
from service.rounds.measuring.keep_figures import (
    Figures,
    Spent,
    clear_replaced,
    keep_figures,
    keep_measured,
)
from service.rounds.measuring.look_ahead import Outlooks, look_ahead
from service.rounds.queries.rounds import Rounds
from service.rounds.round_heads import stored_head
from service.rounds.tables.rounds import Round
from service.rounds.time_spent import Stopwatch, annotator_seconds, compute_seconds
from service.rounds.views_read import ReadView, frozen, load_views, means_the_same, views_of
from service.rounds.what_teaches import as_if_untaught
from service.vectors.load_vectors import embedded


@dataclass(frozen=True)
class MeasurementInputs:
    """What a measurement works from, read in one view of the database."""

    project: Project
    round: Round
    last: Round | None
    """The last measured one, while classes and vectors mean what they meant there."""
    views: list[ReadView]
    labels: Sequence[StoredLabel]
    merged: Mapping[int, int]
    watched: Watched
    test_set: Sequence[StoredLabel]
    left_out_of_test_set: int
    """Texts that are in the pool too."""
    depths: list[Depth]
    items: int
    """Of the pool."""
    annotator_seconds: float
    known_answers: int
    """Labels that came with files."""
    asked: IntArray
    """Ordinals with an answer, in the order of the answers."""
    given: GivenAnswers | None
    """Answers, where labels are asked for once more."""

    @property
    def knows_labels(self) -> bool:
        """Whether an encoder of these views has learnt from the labels."""
        return len(frozen(self.views)) < len(self.views)


def measure_round(app: App, run: JobRun) -> None:
    """Job `measure`: fills in the figures of a round and keeps the head it releases."""
    clock, number = Stopwatch(), int(run.payload["round"])
    with app.read() as uow:
        inputs = _read(uow, run.project_id, number)
    if inputs is None:
        return
    measurement = _measure(app, inputs, clock)
    artefacts = keep_measured(app, inputs.round, measurement)
    run.renew()  # what this took so far is in the sum
    with app.write() as uow:
        stored = uow[Rounds].get(run.project_id, number)
        if stored is not None:
            computed = compute_seconds(uow, run.project_id)
            spent = Spent(inputs.annotator_seconds, computed, inputs.known_answers, inputs.items)
            keep_figures(uow, stored, measurement, spent, artefacts, clock)
    if stored is not None:
        clear_replaced(app, inputs.round)


def _read(uow: UnitOfWork, project_id: int, number: int) -> MeasurementInputs | None:
    stored_round = uow[Rounds].get(project_id, number)
    labels = uow[LabelRows].to_learn(project_id)
    last = uow[Rounds].last_measured(project_id, metrics=False)
    if stored_round is None or (not labels and last is None):
        return None  # where all labels are gone, earlier figures hold no more: that is a point
    views = views_of(uow, stored_round)
    if not views or not {*stored_round.class_ids} <= uow[Classes].names(project_id).keys():
        return None  # its vectors gave way to others, or a class did: the next round has figures
    project, merged = uow[Projects].get(project_id), uow[Classes].merged(project_id)
    kind = answer_kind(project.answer_kind)
    return MeasurementInputs(
        project=project,
        round=stored_round,
        last=last if means_the_same(last, views, stored_round.class_ids) else None,
        views=views,
        labels=labels,
        merged=merged,
        watched=read_watched(uow, project, sum(label.audit for label in labels)),
        test_set=uow[LabelRows].evaluation(project_id),
        left_out_of_test_set=uow[LabelRows].left_out_of_evaluation(project_id),
        depths=uow[AuditOrder].depths(project_id),
        items=uow[Counters].value(project_id, Counted.ITEMS),
        annotator_seconds=annotator_seconds(uow, project_id),
        known_answers=uow[Imports].known_answers(project_id),
        asked=np.array(uow[LabelRows].in_order(project_id), dtype=np.int64),
        given=answers_given(uow, project, kind, stored_round.class_ids, merged),
    )


def _measure(app: App, inputs: MeasurementInputs, clock: Stopwatch) -> Figures:
    project, stored_round = inputs.project, inputs.round
    kind, graphs = answer_kind(project.answer_kind), [view.neighbours for view in inputs.views]
    vectors, present, learner = _seen(app, inputs, inputs.views)
    clock.ended("read")
    stratum_of, strata = audit_strata(inputs.depths)
    labels = label_arrays(kind, inputs.labels, stored_round.class_ids, inputs.merged, stratum_of)
    measurement = measure(
        vectors,
        labels,
        n_classes=len(stored_round.class_ids),
        strata=strata,
        unanswered=unanswered_of(inputs.depths, stratum_of),
        seed=project.seed,
        present=present,
        learner=learner,
        warm=stored_head(app, stored_round, "ranking", learner, graphs),
        released=partial(stored_head, app, inputs.last, "released", learner, graphs),
        answers=inputs.given,
    )
    evaluation = _on_test_set(measurement, inputs, learner.seen(vectors))
    clock.ended("measure")
    usable, blind = labels.where(present[labels.ordinals]), measurement.blind
    untaught, gain = None, None
    if inputs.knows_labels:
        vectors, _, learner = _seen(app, inputs, frozen(inputs.views))
        earlier = partial(stored_head, app, inputs.last, "untaught", learner, graphs)
        untaught, gain = _without_teaching(inputs, vectors, usable, measurement, learner, earlier)
        blind = untaught
    ahead = _ahead(inputs, vectors, usable, measurement, learner, blind)
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
        stored_round=stored_round,
        items=inputs.items,
        clock=clock,
    )
    imports, settled = imports_of(stratum_of, strata), len(labels.usable(present))
    quality = _quality(usable, measurement)
    return Figures(
        *(labels, measurement, beside, evaluation, imports, settled, ahead, gain, quality), untaught
    )


def _quality(usable: Labels, measurement: Measurement) -> AuditQuality | None:
    """None where a text may have several classes: what is taken for what isn't told there."""
    of_pool = measurement.predictions
    if not isinstance(of_pool, PoolPredictions):
        return None
    return audit_quality(usable, measurement.evidence, of_pool, len(measurement.classes))


def _ahead(
    inputs: MeasurementInputs,
    vectors: Vectors,
    usable: Labels,
    measurement: Measurement,
    learner: Learner,
    blind: Head | None,
) -> Outlooks:
    return look_ahead(
        answer_kind(inputs.project.answer_kind),
        vectors,
        usable,
        inputs.asked,
        measurement,
        n_classes=len(inputs.round.class_ids),
        learner=learner,
        blind=blind,
        seed=inputs.project.seed,
        round_number=inputs.round.number,
    )


def _without_teaching(
    inputs: MeasurementInputs,
    vectors: Vectors,
    usable: Labels,
    measurement: Measurement,
    learner: Learner,
    earlier: Callable[[], Head | None],
) -> tuple[Head | None, Gain | None]:
    """A head on the chosen labels by the vectors of encoders that learn from none, and what the
    model is better than such heads; neither with too few audits to tell."""
    if measurement.n_audit < ENOUGH_AUDIT_ITEMS:
        return None, None
    seen, n_classes = learner.seen(vectors), len(inputs.round.class_ids)
    labels = without_doubted(seen, usable, inputs.given, n_classes, learner.seen_names)
    chosen = labels.where(~labels.audit)
    blind = learner.fit(seen, chosen, n_classes, earlier()) if len(chosen) else None
    gain = gain_over(
        seen,
        labels,
        measurement,
        learner=learner,
        blind=blind,
        n_classes=n_classes,
        seed=inputs.project.seed,
    )
    return blind, gain


def _seen(
    app: App, inputs: MeasurementInputs, views: Sequence[ReadView]
) -> tuple[Vectors, BoolArray, Learner]:
    project, class_ids = inputs.project, inputs.round.class_ids
    vectors, present = load_views(app.blobs, views, project.next_ordinal)
    audits = np.array([each.ordinal for each in inputs.labels if each.audit], dtype=np.int64)
    vectors = as_if_untaught(app.blobs, views, vectors, audits)
    graphs, head = [view.neighbours for view in views], answer_kind(project.answer_kind).head
    speaks = speaks_of(app.blobs, views, class_ids)
    return vectors, present, load_learner(app, graphs, class_ids, vectors, head, speaks)


def _on_test_set(
    measurement: Measurement, inputs: MeasurementInputs, vectors: Vectors
) -> EvaluationFigure | None:
    kind, class_ids = answer_kind(inputs.project.answer_kind), inputs.round.class_ids
    labels = label_arrays(kind, inputs.test_set, class_ids, inputs.merged)
    labels = labels.where(embedded(labels.ordinals, inputs.views[0].shards))
    left_out = inputs.left_out_of_test_set
    if measurement.head is None or len(labels) + left_out == 0:
        return None
    return evaluation_figure(measurement.head, vectors, labels.ordinals, labels.targets, left_out)
