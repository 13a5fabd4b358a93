"""The figures of a measured round as they are kept: in its row, on the curve, and as a look."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import Any, NamedTuple

from service.core.evaluation.evaluation_set import EvaluationFigure
from service.core.evaluation.metric import IN_PART
from service.core.evaluation.recalibration import recalibrated
from service.core.evaluation.set_figures import MeasuredFigure, SetFigures
from service.core.evaluation.target_reached import look_due
from service.core.labels import Labels
from service.core.rounds import Measurement
from service.loop.rounds.beside_random import BesideRandom
from service.loop.rounds.look_ahead import Outlooks
from service.loop.rounds.stopwatch import Stopwatch
from service.models import Figure, Look, Round
from service.store.unit_of_work import UnitOfWork


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
    found: Figures,
    spent: Spent,
    artefacts: Mapping[str, str],
    clock: Stopwatch,
) -> None:
    """Fills in what a round measured."""
    took = clock.seconds()
    stored.folds = found.measurement.folds
    stored.metrics = _metrics(stored, found, spent)
    stored.artefacts = {**stored.artefacts, **artefacts}
    phases = ("measure", "outlook", "baseline", "guard")
    stored.seconds = {**stored.seconds, **{phase: took[phase] for phase in phases}}
    stored.cpu_seconds += clock.cpu_seconds()
    stored.measured_at = uow.now
    uow.figures.put(_point(stored, found, spent))
    _look(uow, stored, found.measurement, spent.items)


def _metrics(stored: Round, found: Figures, spent: Spent) -> dict[str, Any]:
    measured, of_pool = found.measurement, found.measurement.predictions
    return {
        **_figures(measured, stored.class_ids),
        "strata": _strata_rows(found),
        "evaluation": _evaluation_row(found.evaluation),
        "random": {"points": [asdict(point) for point in found.beside.random.points]},
        "of_sets": _by_metric(measured.of_sets),
        "labels_saved": asdict(found.beside.saved),
        "calibration": asdict(recalibrated(measured.evidence.chosen)),
        "pool_calibration": of_pool and asdict(of_pool.by),
        "outlooks": {metric.value: asdict(ahead) for metric, ahead in found.ahead.items()},
        "guard": asdict(found.beside.guard),
        "annotator_seconds": spent.annotator_seconds,
        "known_answers": spent.known_answers,
        "compute_seconds": spent.compute_seconds,
    }


def _point(stored: Round, found: Figures, spent: Spent) -> Figure:
    measured, test = found.measurement, found.evaluation
    figure = Figure(
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
        of_sets=_by_metric(measured.of_sets),
    )
    if test is not None and test.value is not None:
        figure.test_value, figure.test_macro_f1 = test.value, test.macro_f1
        figure.test_low, figure.test_high, figure.test_items = test.low, test.high, test.items
        figure.test_of_sets = _by_metric(test.of_sets)
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
                shown=_by_level(found.shown),
                shown_of_sets={
                    metric.value: _by_level(figure.shown)
                    for metric, figure in (found.of_sets or {}).items()
                },
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


def _by_metric(found: SetFigures | None) -> dict[str, dict[str, float | None]] | None:
    """Figures of sets of classes, as they are kept beside those of whole answers."""
    if found is None:
        return None
    return {metric.value: _interval(found[metric]) for metric in IN_PART}


def _interval(figure: MeasuredFigure) -> dict[str, float | None]:
    return {"value": figure.value, "low": figure.low, "high": figure.high}


def _by_level(shown: Mapping[float, float]) -> dict[str, float]:
    return {str(level): share for level, share in shown.items()}


def _evaluation_row(found: EvaluationFigure | None) -> dict[str, Any] | None:
    if found is None:
        return None
    return {**asdict(replace(found, of_sets=None)), "of_sets": _by_metric(found.of_sets)}
