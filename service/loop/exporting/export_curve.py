"""The curve as a table: a row a point, so that one file redraws the whole picture."""

import csv
import io
from collections.abc import Callable, Mapping, Sequence
from typing import Any, NamedTuple

from service.loop.exporting.arrow import load_arrow
from service.loop.figures.show_curve import Curve, CurvePoint

WORD, WHOLE, NUMBER, YES_OR_NO = "string", "int64", "float64", "bool_"
COLUMNS: Mapping[str, str] = {
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
"""The kind of each, in Arrow's words. `series` says what a row is a point of."""

Row = dict[str, Any]
"""Column to value; what isn't there isn't known, or makes no sense in its series."""


class Table(NamedTuple):
    """What is downloaded."""

    content_type: str
    content: bytes


def export_curve(curve: Curve, format_name: str) -> Table:
    """The curve in one of `CURVE_FORMATS`."""
    return CURVE_FORMATS[format_name](_rows(curve))


def _rows(curve: Curve) -> list[Row]:
    random = [_row("random", point) for point in curve.random.points]
    target = [] if curve.target is None else [{"series": "target", "estimate": curve.target.value}]
    cone = () if curve.forecast is None else curve.forecast.cone
    ahead = [_row("forecast", point) for point in cone]
    return [*map(_of_model, curve.points), *random, *ahead, *target]


def _of_model(point: CurvePoint) -> Row:
    row = _row("model", point) | {"evaluation": None, "watt_hours": None}
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


def _csv(rows: Sequence[Row]) -> Table:
    buffer = io.StringIO()
    table = csv.DictWriter(buffer, list(COLUMNS))
    table.writeheader()
    table.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return Table("text/csv; charset=utf-8", buffer.getvalue().encode())


def _cell(value: Any) -> Any:
    return str(value).lower() if isinstance(value, bool) else value


def _parquet(rows: Sequence[Row]) -> Table:
    arrow, parquet = load_arrow("json or csv")
    schema = arrow.schema([(name, getattr(arrow, kind)()) for name, kind in COLUMNS.items()])
    sink = io.BytesIO()
    parquet.write_table(arrow.Table.from_pylist(list(rows), schema), sink)
    return Table("application/vnd.apache.parquet", sink.getvalue())


CURVE_FORMATS: Mapping[str, Callable[[Sequence[Row]], Table]] = {"csv": _csv, "parquet": _parquet}
