"""All that the files of a zip say of its model."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple

from service.answers import answer_kind
from service.app import App
from service.core.evaluation.by_class.per_class import ClassFigure
from service.core.evaluation.evaluation_set import evaluation_figure
from service.core.evaluation.metric import Metric
from service.core.evaluation.sets.class_calibration import Calibration, ClassCalibration
from service.core.heads.export import Form, HeadExport
from service.core.heads.head import Head
from service.core.vectors.matrix import Vectors
from service.db.unit_of_work import UnitOfWork
from service.figures.by_metric import by_metric
from service.figures.shapes.bill import Bill
from service.figures.shapes.curve import CurvePoint, Evaluation, SetMetrics
from service.figures.show_bill import show_bill
from service.figures.show_curve import show_curve
from service.figures.show_progress import count_classes, thinned
from service.kit.vocabulary import Counted, Role
from service.model.figures_in_zip import Accuracy, FiguresInZip
from service.model.shapes import FastFigures, PackedModel
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.ports import Encoder, Origin, Portable
from service.rounds.label_arrays import label_arrays
from service.rounds.queries.figures import FigureRows
from service.rounds.released import Released
from service.rounds.tables.rounds import Round
from service.rounds.views_read import ReadView, load_views, views_released
from service.vectors.load_vectors import embedded

AS_MEASURED = (Form.AS_IT_IS, Form.WITH_POOL)
"""Forms of which the round's figure on the evaluation set holds."""
MOST_POINTS = 12
"""Of the curve, as a table."""


class LabelCounts(NamedTuple):
    """That the round learnt from."""

    all: int
    audits: int
    from_files: int


class ClassFacts(NamedTuple):
    """A class, and how often the head in the zip is right about its audit items."""

    name: str
    labels: int
    audits: int
    recall: float | None
    low: float
    high: float
    named: int
    """Audit items that are predicted to be of it."""
    precision: float | None
    precision_low: float
    precision_high: float
    f1: float | None
    threshold: float | None
    """The probability above which a text has it; None where a text has one class."""


@dataclass(frozen=True, eq=False)
class EncoderInZip:
    """One that the head reads."""

    name: str
    """As a project names it."""
    fingerprint: str
    dimensions: int
    encoder: Portable | None
    """None of one that can't leave, and of own vectors."""
    folder: str = "."
    """In the zip."""

    @staticmethod
    def of(view: ReadView, encoder: object) -> "EncoderInZip":
        portable = encoder if isinstance(encoder, Portable) else None
        dimensions = view.shards[0].dimensions
        return EncoderInZip(view.encoder, view.fingerprint, dimensions, portable)

    @staticmethod
    def of_encoder(name: str, encoder: Encoder) -> "EncoderInZip":
        """One that is no view of the project."""
        portable = encoder if isinstance(encoder, Portable) else None
        return EncoderInZip(name, encoder.fingerprint, encoder.dimensions, portable)

    @property
    def origin(self) -> Origin | None:
        return None if self.encoder is None else self.encoder.origin


@dataclass(frozen=True, eq=False)
class ModelFacts:
    project: str
    round: Round
    released: Released
    export: HeadExport
    encoders: Sequence[EncoderInZip]
    """In the order in which the head reads them."""
    labels: LabelCounts
    accuracy: Accuracy
    of_sets: SetMetrics | None
    """Where a text may have several classes, from enough audit items on."""
    test: Evaluation | None
    """Of the head in the zip, on the project's evaluation set."""
    classes: Sequence[ClassFacts]
    curve: Sequence[CurvePoint]
    metric: str
    """Of the curve."""
    bill: Bill
    items: int
    made_at: datetime
    fast: FastFigures | None
    """Of a fast model."""

    @property
    def runs(self) -> bool:
        """Whether the zip takes texts: all of its encoders can leave."""
        return all(each.origin for each in self.encoders)

    @property
    def thresholds(self) -> Sequence[float] | None:
        """(C,) of the classes, where a text may have several."""
        by = self.released.calibration
        return by.thresholds.tolist() if isinstance(by, ClassCalibration) else None

    def packed(self, size: int) -> PackedModel:
        return PackedModel(
            round=self.round.number,
            labels=self.labels.all,
            made_at=self.made_at,
            size=size,
            form=self.export.form,
            differs=self.export.differs,
            estimate=self.accuracy.value,
            low=self.accuracy.low,
            high=self.accuracy.high,
            has_graph=self.runs,
            fast=self.fast,
        )


def read_facts(
    app: App,
    measured: Round,
    released: Released,
    export: HeadExport,
    encoders: Sequence[EncoderInZip],
    figures: FiguresInZip,
) -> ModelFacts:
    """As they are now, of a round that is measured."""
    with app.read() as uow:
        project_id = measured.project_id
        figure = uow[FigureRows].of(project_id, measured.number)
        of_round = by_metric(figure, Metric.ACCURACY).test
        test = of_round if export.form in AS_MEASURED else None
        if of_round is not None and export.form is Form.DISTILLED:
            vectors, _ = load_views(
                app.blobs, views_released(uow, measured), uow[Projects].get(project_id).next_ordinal
            )
            test = test_figure(uow, measured, export.here, vectors)
        curve = show_curve(uow, app.settings, project_id, Role.ENGINEER)
        points = [point for point in curve.points if point.round <= measured.number]
        bill = show_bill(uow, app.settings, project_id)
        return ModelFacts(
            project=uow[Projects].get(project_id).name,
            round=measured,
            released=released,
            export=export,
            encoders=encoders,
            labels=LabelCounts(figure.labels, figure.audit_labels, figure.known_answers),
            accuracy=figures.accuracy,
            of_sets=curve.of_sets if points == [*curve.points] else None,
            test=test,
            classes=_classes(uow, measured, figures.classes, released.calibration),
            curve=thinned(points, MOST_POINTS, lambda *_: False),
            metric=curve.metric,
            bill=bill,
            items=uow[Counters].value(project_id, Counted.ITEMS),
            made_at=uow.now,
            fast=None,
        )


def _classes(
    uow: UnitOfWork, measured: Round, figures: Sequence[ClassFigure], by: Calibration
) -> list[ClassFacts]:
    project_id = measured.project_id
    names, labels = uow[Classes].all_names(project_id), count_classes(uow, project_id)
    thresholds: Sequence[float | None] = [None] * len(figures)
    if isinstance(by, ClassCalibration):
        thresholds = by.thresholds.tolist()
    return [
        ClassFacts(
            name=names[class_id],
            labels=labels.get(class_id, 0),
            audits=figure.total,
            recall=figure.recall,
            low=figure.low,
            high=figure.high,
            named=figure.named,
            precision=figure.precision,
            precision_low=figure.precision_low,
            precision_high=figure.precision_high,
            f1=figure.f1,
            threshold=threshold,
        )
        for class_id, figure, threshold in zip(measured.class_ids, figures, thresholds, strict=True)
    ]


def test_figure(
    uow: UnitOfWork, measured: Round, head: Head, vectors: Vectors
) -> Evaluation | None:
    """Of another head than the round's, by the vectors (N, D) that it reads; None without items."""
    project = uow[Projects].get(measured.project_id)
    labels = label_arrays(
        answer_kind(project.answer_kind),
        uow[LabelRows].evaluation(project.id),
        measured.class_ids,
        uow[Classes].merged(project.id),
    )
    there = embedded(labels.ordinals, views_released(uow, measured)[0].shards)
    labels = labels.where(there & (labels.ordinals < len(vectors)))
    figure = evaluation_figure(head, vectors, labels.ordinals, labels.targets)
    if figure.value is None:
        return None
    return Evaluation(figure.value, figure.low, figure.high, figure.macro_f1, figure.items)
