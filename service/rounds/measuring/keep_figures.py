"""What a measurement leaves: figures in the round's row and on the curve, a look, blobs."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any, NamedTuple, TypeVar

from service.app import App
from service.core.evaluation.by_class.audit_quality import AuditQuality, ConfusedLabels
from service.core.evaluation.by_class.groups import ClassGroup
from service.core.evaluation.evaluation_set import EvaluationFigure
from service.core.evaluation.gain import Gain
from service.core.evaluation.measured_figure import Figures as ByMetric
from service.core.evaluation.recalibration import recalibrated
from service.core.evaluation.target_reached import look_due
from service.core.heads.head import Head
from service.core.rounds import Measurement
from service.core.targets.labels import Labels
from service.db.unit_of_work import UnitOfWork
from service.rounds.measuring.look_ahead import Outlooks
from service.rounds.predictions import ARTEFACT, keep_predictions, predictions_of
from service.rounds.queries.figures import FigureRows, TargetLooks
from service.rounds.released import RELEASED
from service.rounds.round_heads import clear_older, heads_of, store_head
from service.rounds.suspects import SUSPECTS, keep_suspects, suspects_of
from service.rounds.tables.measured import (
    BesideRandom,
    EvaluationItems,
    InPart,
    Interval,
    Measured,
    MeasuredClass,
    MeasuredStratum,
)
from service.rounds.tables.rounds import Figure, Round, TargetLook
from service.rounds.time_spent import Stopwatch
from service.rounds.views_read import RELEASED_WEIGHT, weights_of

Pair = TypeVar("Pair", bound=ConfusedLabels)


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
    ahead: Outlooks
    gain: Gain | None
    """Of encoders that learn from labels."""
    quality: AuditQuality | None
    untaught: Head | None
    """On the chosen labels, by encoders that learn from none, where another does."""


class Spent(NamedTuple):
    """Until a measurement, and what there was then."""

    annotator_seconds: float
    compute_seconds: float
    known_answers: int
    """Labels that came with files."""
    items: int
    """Of the pool."""


def keep_figures(
    uow: UnitOfWork,
    stored: Round,
    figures: Figures,
    spent: Spent,
    artefacts: Mapping[str, str],
    clock: Stopwatch,
) -> None:
    """Fills in what a round measured."""
    took = clock.seconds()
    stored.folds = figures.measurement.folds
    stored.metrics = _measured(stored, figures)
    stored.artefacts = {**stored.artefacts, **artefacts}
    weights = weights_of(figures.measurement.head, len(stored.views))
    views = zip(stored.views, weights, strict=True)
    stored.views = [{**view, RELEASED_WEIGHT: weight} for view, weight in views]
    phases = ("measure", "outlook", "baseline", "guard")
    stored.seconds = {**stored.seconds, **{phase: took[phase] for phase in phases}}
    stored.cpu_seconds += clock.cpu_seconds()
    stored.measured_at = uow.now
    uow[FigureRows].put(_point(stored, figures, spent))
    _look(uow, stored, figures.measurement, spent.items)


def _measured(stored: Round, figures: Figures) -> Measured:
    measured, test = figures.measurement, figures.evaluation
    of_pool = measured.predictions
    return Measured(
        **vars(figures.beside),
        n_effective=measured.n_effective,
        note=measured.note,
        per_class=_classes(figures, stored.class_ids),
        strata=_strata(figures),
        evaluation=None if test is None else _evaluation_items(test),
        calibration=recalibrated(measured.evidence.chosen),
        pool_calibration=None if of_pool is None else of_pool.by,
        outlooks=figures.ahead,
        gain=figures.gain,
        **_quality(figures.quality, stored.class_ids),
    )


def _evaluation_items(test: EvaluationFigure) -> EvaluationItems:
    return EvaluationItems(test.items, test.correct, test.reason)


def _point(stored: Round, figures: Figures, spent: Spent) -> Figure:
    measured, test = figures.measurement, figures.evaluation
    if test is not None and test.value is None:
        test = None
    return Figure(
        project_id=stored.project_id,
        round=stored.number,
        strategy=stored.strategy,
        labels=measured.n_labels,
        known_answers=spent.known_answers,
        audit_labels=measured.n_audit,
        annotator_seconds=spent.annotator_seconds,
        compute_seconds=spent.compute_seconds,
        estimate=measured.accuracy,
        low=measured.low,
        high=measured.high,
        estimator=measured.estimator,
        macro_f1=measured.macro_f1,
        of_sets=_in_part(measured.figures),
        test_value=None if test is None else test.value,
        test_low=None if test is None else test.low,
        test_high=None if test is None else test.high,
        test_macro_f1=None if test is None else test.macro_f1,
        test_items=None if test is None else test.items,
        test_of_sets=None if test is None else _in_part(test.figures),
    )


def _look(uow: UnitOfWork, stored: Round, measurement: Measurement, items: int) -> None:
    """Keeps what the audits show, where a look is due; a round measured again keeps its own."""
    before = uow[TargetLooks].of(stored.project_id)
    if before and before[-1].round >= stored.number:
        return
    if look_due(before[-1].audits if before else 0, measurement.n_audit):
        uow[TargetLooks].add(
            TargetLook(
                project_id=stored.project_id,
                round=stored.number,
                labels=measurement.n_labels,
                audits=measurement.n_audit,
                items=items,
                shown=_by_level(measurement.shown),
                shown_of_sets={
                    metric.value: _by_level(figure.shown)
                    for metric, figure in measurement.figures.items()
                    if not metric.is_of_whole_answers
                },
            )
        )


def _classes(figures: Figures, class_ids: list[int]) -> list[MeasuredClass]:
    of_pool, nothing = figures.measurement.predictions, [None] * len(class_ids)
    return [
        MeasuredClass(**vars(figure), class_id=class_id, predicted=count, expected=expected)
        for class_id, figure, count, expected in zip(
            class_ids,
            figures.measurement.classes,
            nothing if of_pool is None else map(of_pool.count, range(len(class_ids))),
            nothing if figures.quality is None else figures.quality.expected,
            strict=True,
        )
    ]


def _quality(quality: AuditQuality | None, class_ids: list[int]) -> dict[str, Any]:
    """With ids for places; empty where a text may have several classes."""
    quality = quality or AuditQuality([], [], [], [], [])
    return {
        "confusion": [_with_ids(each, class_ids) for each in quality.confusion],
        "confidence": quality.confidence,
        "groups": [_of_ids(each, class_ids) for each in quality.groups],
        "chosen": [_with_ids(each, class_ids) for each in quality.chosen],
    }


def _with_ids(pair: Pair, class_ids: list[int]) -> Pair:
    return replace(pair, truth=class_ids[pair.truth], predicted=class_ids[pair.predicted])


def _of_ids(group: ClassGroup, class_ids: list[int]) -> ClassGroup:
    return replace(group, classes=[class_ids[place] for place in group.classes])


def _strata(figures: Figures) -> list[MeasuredStratum]:
    m = figures.measurement
    columns = m.strata.sizes, m.audits, m.correct_audits, m.strata.unanswered
    return [
        MeasuredStratum(imports, *map(int, counts))
        for imports, *counts in zip(figures.strata, *columns, strict=True)
    ]


def _in_part(figures: ByMetric) -> InPart:
    """Those that are kept beside those of whole answers."""
    return {
        metric: Interval(figure.value, figure.low, figure.high)
        for metric, figure in figures.items()
        if not metric.is_of_whole_answers
    }


def _by_level(shown: Mapping[float, float]) -> dict[str, float]:
    return {str(level): share for level, share in shown.items()}


def keep_measured(app: App, of: Round, figures: Figures) -> dict[str, str]:
    """Stores heads, what is predicted of the pool, and which labels look wrong."""
    project, number, predicted = of.project_id, of.number, figures.measurement.predictions
    blobs = {
        RELEASED: store_head(app, project, number, "released", figures.measurement.head),
        "untaught_head": store_head(app, project, number, "untaught", figures.untaught),
        ARTEFACT: keep_predictions(app, of, figures.labels, predicted),
        SUSPECTS: keep_suspects(app, of, predicted),
    }
    return {name: key for name, key in blobs.items() if key is not None}


def clear_replaced(app: App, by: Round) -> None:
    """Clears away what older rounds stored. To be called once the figures of `by` are stored: until
    then people use the files of the round that was measured last."""
    project = by.project_id
    heads = (heads_of(project, role) for role in ("released", "untaught"))
    for folder in (*heads, predictions_of(project), suspects_of(project)):
        clear_older(app, folder, by.number)
