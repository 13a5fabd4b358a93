"""How good the released head is, as tables: by class, which it takes for which, by confidence."""

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import NamedTuple

from service.exporting.export_curve import CurveFile, Row
from service.exporting.export_format import EXPORT_FORMATS, Columns, Kind, Table, page_of
from service.figures.shapes.quality import Quality


class QualityTable(StrEnum):
    CLASSES = "classes"
    CONFUSION = "confusion"
    CONFIDENCE = "confidence"


class _Layout(NamedTuple):
    columns: Columns
    rows: Callable[[Quality], Iterable[Row]]


def export_quality(quality: Quality, format_name: str, table: QualityTable) -> CurveFile:
    """One of the tables in a format of `EXPORT_FORMATS`."""
    form, layout = EXPORT_FORMATS.find(format_name), LAYOUTS[table]
    rows = [*layout.rows(quality)]
    page = page_of(layout.columns, range(1, len(rows) + 1), rows)
    return CurveFile(
        form.content_type, b"".join(form.write(Table("Quality", layout.columns, iter([page]))))
    )


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


LAYOUTS = {
    QualityTable.CLASSES: _Layout(
        {
            "class": Kind.WORD,
            "labels": Kind.WHOLE,
            "audit_items": Kind.WHOLE,
            "recall": Kind.NUMBER,
            "recall_low": Kind.NUMBER,
            "recall_high": Kind.NUMBER,
            "predicted_audit_items": Kind.WHOLE,
            "precision": Kind.NUMBER,
            "precision_low": Kind.NUMBER,
            "precision_high": Kind.NUMBER,
            "f1": Kind.NUMBER,
        },
        _classes,
    ),
    QualityTable.CONFUSION: _Layout(
        {
            "class": Kind.WORD,
            "predicted": Kind.WORD,
            "audit_items": Kind.WHOLE,
            "share": Kind.NUMBER,
        },
        _confusion,
    ),
    QualityTable.CONFIDENCE: _Layout(
        {
            "above": Kind.NUMBER,
            "up_to": Kind.NUMBER,
            "audit_items": Kind.WHOLE,
            "stated": Kind.NUMBER,
            "right": Kind.NUMBER,
            "low": Kind.NUMBER,
            "high": Kind.NUMBER,
        },
        _confidence,
    ),
}
