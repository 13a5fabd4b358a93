"""The curve as a table: a row a point, so that one file redraws the whole picture."""

from typing import Any, NamedTuple

from service.loop.exporting.flat_table import (
    FLAT_FORMATS,
    NUMBER,
    WHOLE,
    WORD,
    YES_OR_NO,
    Columns,
)
from service.loop.figures.show_curve import Curve, CurvePoint

COLUMNS: Columns = {
    "series": WORD,
    "labels": WHOLE,
    "estimate": NUMBER,
    "low": NUMBER,
    "high": NUMBER,
    "extrapolated": YES_OR_NO,
    "provisional": YES_OR_NO,
    "round": WHOLE,
    "strategy": WORD,
    "estimator": WORD,
    "audit_labels": WHOLE,
    "annotator_seconds": NUMBER,
    "compute_seconds": NUMBER,
    "cost": NUMBER,
    "currency": WORD,
    "watt_hours": NUMBER,
    "watt_hours_low": NUMBER,
    "watt_hours_high": NUMBER,
    "macro_f1": NUMBER,
    "evaluation": NUMBER,
    "evaluation_low": NUMBER,
    "evaluation_high": NUMBER,
    "evaluation_macro_f1": NUMBER,
    "evaluation_items": WHOLE,
}
"""`series` says what a row is a point of."""

Row = dict[str, Any]
"""Column to value; what isn't there isn't known, or makes no sense in its series."""


class Table(NamedTuple):
    """What is downloaded."""

    content_type: str
    content: bytes


def export_curve(curve: Curve, format_name: str) -> Table:
    """The curve as CSV or Parquet."""
    found = FLAT_FORMATS[format_name]
    return Table(found.content_type, b"".join(found.write(COLUMNS, iter([_rows(curve)]))))


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
