"""The figures of the head in a zip, where it isn't the round's own."""

from collections.abc import Sequence
from dataclasses import fields, replace
from typing import NamedTuple

import numpy as np

from service.answers import answer_kind
from service.app import App
from service.core.arrays import BoolArray
from service.core.evaluation.per_class import ClassFigure
from service.core.evaluation.strata import Strata
from service.core.heads.leaving import Form, Leaving, LeavingLearner
from service.core.rounds import Measurement, measure
from service.core.targets.labels import Labels
from service.pool.queries.classes import Classes
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.rounds.label_arrays import answers_given, label_arrays
from service.rounds.load_learner import load_learner
from service.rounds.predictions import NOTHING, load_predictions
from service.rounds.queries.figures import FigureRows
from service.rounds.round_heads import stored_head
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import Figure, Round
from service.rounds.views_read import load_views, views_released
from service.rounds.what_teaches import as_if_untaught


class Accuracy(NamedTuple):
    """Of the head in the zip, on the pool, as audit items tell that it hasn't learnt from."""

    value: float | None
    """None with too few audit items."""
    low: float
    high: float
    """95 % interval."""
    macro_f1: float | None
    estimator: str
    audits: int


class FiguresInZip(NamedTuple):
    accuracy: Accuracy
    classes: Sequence[ClassFigure]
    """(C,) of the round's classes."""


def figures_in_zip(app: App, measured: Round, leaves: Leaving) -> FiguresInZip:
    """How good the head that leaves is.

    Of a head that leaves as it is they are the round's. Of another the round is measured again: the
    same audit items in the same folds, but each predicted by a head that takes the form of the one
    in the zip before it is asked. So no label is measured by a head that has learnt it, be it by
    way of a head that it was fitted to. Of the round's labels those count that are still there.
    """
    metrics = measured.metrics
    assert metrics is not None
    with app.read() as uow:
        if leaves.form is Form.AS_IT_IS:
            return _of_round(uow[FigureRows].of(measured.project_id, measured.number), metrics)
        project, views = uow[Projects].get(measured.project_id), views_released(uow, measured)
        stored, merged = uow[LabelRows].to_learn(project.id), uow[Classes].merged(project.id)
        kind, class_ids = answer_kind(project.answer_kind), measured.class_ids
        answers = answers_given(uow, project, kind, class_ids, merged)
    vectors, present = load_views(app.blobs, views, project.next_ordinal)
    parts = metrics.strata
    stratum_of = {number: h for h, part in enumerate(parts) for number in part.imports}
    stored = [label for label in stored if label.import_id in stratum_of]
    labels = label_arrays(kind, stored, class_ids, merged, stratum_of)
    labels, present = _as_of(app, measured, labels, present)
    vectors = as_if_untaught(app.blobs, views, vectors, labels.ordinals[labels.audit])
    graphs = [view.neighbours for view in views]
    learner = load_learner(app, graphs, class_ids, vectors)
    parts_of = {field.name: getattr(learner, field.name) for field in fields(learner)}
    measurement = measure(
        vectors,
        labels,
        n_classes=len(class_ids),
        strata=Strata(
            np.array([part.items for part in parts], dtype=np.int64),
            np.array([part.unanswered for part in parts], dtype=np.int64),
        ),
        seed=project.seed,
        round_number=measured.number,
        present=present,
        learner=LeavingLearner(**parts_of, leaves=leaves),
        warm=stored_head(app, measured, "ranking", learner, graphs),
        answers=answers,
    )
    return _of_measurement(measurement)


def _of_round(figure: Figure, metrics: Measured) -> FiguresInZip:
    accuracy = Accuracy(
        figure.estimate,
        figure.low,
        figure.high,
        figure.macro_f1,
        figure.estimator,
        figure.audit_labels,
    )
    return FiguresInZip(accuracy, [each.figure for each in metrics.per_class])


def _of_measurement(measurement: Measurement) -> FiguresInZip:
    accuracy = Accuracy(
        measurement.accuracy,
        measurement.low,
        measurement.high,
        measurement.macro_f1,
        measurement.estimator,
        measurement.n_audit,
    )
    return FiguresInZip(accuracy, measurement.classes)


def _as_of(
    app: App, measured: Round, labels: Labels, present: BoolArray
) -> tuple[Labels, BoolArray]:
    """The labels that the round knew, and the items (N,) that had a vector."""
    predictions = load_predictions(app, measured)
    if predictions is None:
        return labels, present
    n = len(predictions.class_index)
    then, labelled = np.zeros((2, len(present)), dtype=np.bool_)
    then[:n] = predictions.class_index != NOTHING
    labelled[:n] = ~np.isnan(predictions.given_probability)
    if predictions.audits is not None:  # the audit sample has taken in what was chosen then
        labels = replace(labels, audit=np.isin(labels.ordinals, predictions.audits))
    return labels.where(labelled[labels.ordinals]), present & then
