"""The figures of the head in a zip, where it isn't the round's own."""

from collections.abc import Sequence
from typing import NamedTuple

from service.app import App
from service.core.evaluation.by_class.per_class import ClassFigure
from service.core.heads.export import ExportLearner, Form, HeadExport
from service.core.rounds import Measurement
from service.model.measured_again import measured_again
from service.rounds.queries.figures import FigureRows
from service.rounds.tables.measured import Measured
from service.rounds.tables.rounds import Figure, Round


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


def figures_in_zip(app: App, measured: Round, export: HeadExport) -> FiguresInZip:
    """How good the head that leaves is.

    Of a head that leaves as it is they are the round's. Of another the round is measured again: the
    same audit items in the same folds, but each predicted by a head that takes the form of the one
    in the zip before it is asked. So no label is measured by a head that has learnt it, be it by
    way of a head that it was fitted to. Of the round's labels those count that are still there.
    """
    metrics = measured.metrics
    assert metrics is not None
    if export.form is Form.AS_IT_IS:
        with app.read() as uow:
            return _of_round(uow[FigureRows].of(measured.project_id, measured.number), metrics)
    again = measured_again(app, measured)
    return of_measurement(again.measured(again.of_kind(ExportLearner, export=export)))


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


def of_measurement(measurement: Measurement) -> FiguresInZip:
    accuracy = Accuracy(
        measurement.accuracy,
        measurement.low,
        measurement.high,
        measurement.macro_f1,
        measurement.estimator,
        measurement.n_audit,
    )
    return FiguresInZip(accuracy, measurement.classes)
