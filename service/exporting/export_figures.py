"""The curve and the quality of the released head as tables: whoever has the file redraws them."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any, NamedTuple

from service.db.unit_of_work import UnitOfWork
from service.exporting.export_format import EXPORT_FORMATS, Columns, Kind, Table, page_of
from service.figures.shapes.curve import Curve, CurvePoint
from service.figures.shapes.quality import Quality
from service.pool.queries.projects import Projects

Row = dict[str, Any]
"""Column to value; what isn't there isn't known, or makes no sense of such a row."""


class FigureFile(NamedTuple):
    """What is downloaded."""

    content_type: str
    content: bytes


def project_name(uow: UnitOfWork, project_id: int) -> str:
    """Files are called after it."""
    return uow[Projects].get(project_id).name


def _file(format_name: str, title: str, columns: Columns, rows: list[Row]) -> FigureFile:
    """In a format of `EXPORT_FORMATS`."""
    form = EXPORT_FORMATS.find(format_name)
    table = Table(title, columns, iter([page_of(columns, range(1, len(rows) + 1), rows)]))
    return FigureFile(form.content_type, b"".join(form.write(table)))


def _numbers(*names: str) -> Columns:
    return dict.fromkeys(names, Kind.NUMBER)


COLUMNS: Columns = {
    "series": Kind.WORD,
    "labels": Kind.WHOLE,
    **_numbers("estimate", "low", "high"),
    "extrapolated": Kind.YES_OR_NO,
    "provisional": Kind.YES_OR_NO,
    "round": Kind.WHOLE,
    "strategy": Kind.WORD,
    "estimator": Kind.WORD,
    "audit_labels": Kind.WHOLE,
    **_numbers("annotator_seconds", "compute_seconds", "cost"),
    "currency": Kind.WORD,
    **_numbers("watt_hours", "watt_hours_low", "watt_hours_high", "macro_f1"),
    **_numbers("evaluation", "evaluation_low", "evaluation_high", "evaluation_macro_f1"),
    "evaluation_items": Kind.WHOLE,
}
"""Of the curve; `series` says what a row is a point of."""


def export_curve(curve: Curve, format_name: str) -> FigureFile:
    """A row a point, so that one file redraws the whole picture."""
    random = [_row("random", point) for point in curve.random.points]
    target = [] if curve.target is None else [{"series": "target", "estimate": curve.target.value}]
    cone = () if curve.forecast is None else curve.forecast.cone
    ahead = [_row("forecast", point) for point in cone]
    model = [_of_model(point, curve.currency) for point in curve.points]
    return _file(format_name, "Curve", COLUMNS, [*model, *random, *ahead, *target])


def _of_model(point: CurvePoint, currency: str) -> Row:
    row = _row("model", point) | {"evaluation": None, "watt_hours": None}
    row["currency"] = None if point.cost is None else currency
    if (energy := point.watt_hours) is not None:
        row |= {
            "watt_hours": energy.value,
            "watt_hours_low": energy.low,
            "watt_hours_high": energy.high,
        }
    if (tested := point.evaluation) is not None:
        row |= {
            "evaluation": tested.value,
            "evaluation_low": tested.low,
            "evaluation_high": tested.high,
            "evaluation_macro_f1": tested.macro_f1,
            "evaluation_items": tested.items,
        }
    return row


def _row(series: str, point: Any) -> Row:
    return {
        "series": series,
        **{name: getattr(point, name) for name in COLUMNS if hasattr(point, name)},
    }


class QualityTable(StrEnum):
    CLASSES = "classes"
    CONFUSION = "confusion"
    CONFIDENCE = "confidence"


class _Layout(NamedTuple):
    columns: Columns
    rows: Callable[[Quality], Iterable[Row]]


def export_quality(quality: Quality, format_name: str, table: QualityTable) -> FigureFile:
    """One of the tables: by class, which it takes for which, by confidence."""
    layout = LAYOUTS[table]
    return _file(format_name, "Quality", layout.columns, [*layout.rows(quality)])


def _classes(quality: Quality) -> Iterable[Row]:
    for each in quality.classes:
        yield {
            "class": each.name,
            "labels": each.labels,
            "audit_items": each.recall.items,
            "recall": each.recall.value,
            "recall_low": each.recall.low,
            "recall_high": each.recall.high,
            "predicted_audit_items": each.precision.items,
            "precision": each.precision.value,
            "precision_low": each.precision.low,
            "precision_high": each.precision.high,
            "f1": each.f1,
            "expected_precision": each.expected_precision,
        }


def _confusion(quality: Quality) -> Iterable[Row]:
    names = {each.class_id: each.name for each in quality.classes}
    for cell in quality.confusion:
        yield {
            "class": names.get(cell.truth),
            "predicted": names.get(cell.predicted),
            "audit_items": cell.items,
            "share": cell.share,
        }


def _confidence(quality: Quality) -> Iterable[Row]:
    for step in quality.confidence:
        yield vars(step) | {"audit_items": step.items}


OF_CLASSES: Columns = {
    "class": Kind.WORD,
    "labels": Kind.WHOLE,
    "audit_items": Kind.WHOLE,
    **_numbers("recall", "recall_low", "recall_high"),
    "predicted_audit_items": Kind.WHOLE,
    **_numbers("precision", "precision_low", "precision_high", "f1", "expected_precision"),
}
OF_CONFUSION: Columns = {
    "class": Kind.WORD,
    "predicted": Kind.WORD,
    "audit_items": Kind.WHOLE,
    "share": Kind.NUMBER,
}
OF_CONFIDENCE: Columns = {
    **_numbers("above", "up_to"),
    "audit_items": Kind.WHOLE,
    **_numbers("stated", "right", "low", "high"),
}
LAYOUTS = {
    QualityTable.CLASSES: _Layout(OF_CLASSES, _classes),
    QualityTable.CONFUSION: _Layout(OF_CONFUSION, _confusion),
    QualityTable.CONFIDENCE: _Layout(OF_CONFIDENCE, _confidence),
}
