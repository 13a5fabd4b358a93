"""The curve as a table: a row a point, so that one file redraws the whole picture."""

from typing import Any, NamedTuple

from service.db.unit_of_work import UnitOfWork
from service.exporting.export_format import EXPORT_FORMATS, Columns, Kind, Table, page_of
from service.figures.shapes.curve import Curve, CurvePoint
from service.pool.queries.projects import Projects

COLUMNS: Columns = {
    "series": Kind.WORD,
    "labels": Kind.WHOLE,
    "estimate": Kind.NUMBER,
    "low": Kind.NUMBER,
    "high": Kind.NUMBER,
    "extrapolated": Kind.YES_OR_NO,
    "provisional": Kind.YES_OR_NO,
    "round": Kind.WHOLE,
    "strategy": Kind.WORD,
    "estimator": Kind.WORD,
    "audit_labels": Kind.WHOLE,
    "annotator_seconds": Kind.NUMBER,
    "compute_seconds": Kind.NUMBER,
    "cost": Kind.NUMBER,
    "currency": Kind.WORD,
    "watt_hours": Kind.NUMBER,
    "watt_hours_low": Kind.NUMBER,
    "watt_hours_high": Kind.NUMBER,
    "macro_f1": Kind.NUMBER,
    "evaluation": Kind.NUMBER,
    "evaluation_low": Kind.NUMBER,
    "evaluation_high": Kind.NUMBER,
    "evaluation_macro_f1": Kind.NUMBER,
    "evaluation_items": Kind.WHOLE,
}
"""`series` says what a row is a point of."""

Row = dict[str, Any]
"""Column to value; what isn't there isn't known, or makes no sense in its series."""


class CurveFile(NamedTuple):
    """What is downloaded."""

    content_type: str
    content: bytes


def export_curve(curve: Curve, format_name: str) -> CurveFile:
    """The curve in a format of `EXPORT_FORMATS`."""
    form, rows = EXPORT_FORMATS.find(format_name), _rows(curve)
    table = Table("Curve", COLUMNS, iter([page_of(COLUMNS, range(1, len(rows) + 1), rows)]))
    return CurveFile(form.content_type, b"".join(form.write(table)))


def _rows(curve: Curve) -> list[Row]:
    random = [_row("random", point) for point in curve.random.points]
    target = [] if curve.target is None else [{"series": "target", "estimate": curve.target.value}]
    cone = () if curve.forecast is None else curve.forecast.cone
    ahead = [_row("forecast", point) for point in cone]
    return [*(_of_model(point, curve.currency) for point in curve.points), *random, *ahead, *target]


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


def project_name(uow: UnitOfWork, project_id: int) -> str:
    """Files are called after it."""
    return uow[Projects].get(project_id).name
