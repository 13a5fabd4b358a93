"""Takes the labels away: a line per imported row, streamed."""

import csv
import io
import json
from collections.abc import Callable, Iterable, Iterator
from typing import Any

from service.bootstrap import App
from service.errors import Invalid
from service.models import Annotation, Assignment, Item, ItemSource, Label
from service.store.unit_of_work import UnitOfWork

PAGE = 2_000
CSV_COLUMNS = ("id", "external_id", "text", "label", "confidence", "annotators")


def export_labels(
    app: App, project_id: int, format_name: str, *, unique: bool, everything: bool
) -> tuple[str, Iterator[str]]:
    """Content type and the export's lines. `unique`: one line an item instead of one a row."""
    if format_name not in FORMATS:
        raise Invalid(
            f"There is no export format {format_name!r}. Use one of: {', '.join(FORMATS)}.",
            field="format",
        )
    content_type, write = FORMATS[format_name]
    with app.read() as uow:
        names = {c.id: c.name for c in uow.classes.of(project_id) if c.id is not None}
    lines = _lines(app, project_id, names, unique=unique, everything=everything)
    return content_type, write(lines)


def _lines(
    app: App, project_id: int, names: dict[int, str], *, unique: bool, everything: bool
) -> Iterator[dict[str, Any]]:
    """Page by page, each in a read of its own: a long download holds nothing back."""
    after, seen = 0, set[int]()
    while True:
        with app.read() as uow:
            page = uow.exports.sources(project_id, after=after, limit=PAGE, everything=everything)
            if not page:
                return
            given = _annotations(uow, [item.id for _, item, _ in page if item.id is not None])
        for source, item, label in page:
            assert item.id is not None
            if unique and item.id in seen:
                continue
            if unique:
                seen.add(item.id)
            yield _line(source, item, label, given.get(item.id, []), names)
        after = page[-1][0].id or after


def _annotations(
    uow: UnitOfWork, item_ids: list[int]
) -> dict[int, list[tuple[Annotation, str, Assignment | None]]]:
    found: dict[int, list[tuple[Annotation, str, Assignment | None]]] = {}
    for row in uow.annotations.of_items(item_ids):
        found.setdefault(row[0].item_id, []).append(row)
    return found


def _line(
    source: ItemSource,
    item: Item,
    label: Label | None,
    given: Iterable[tuple[Annotation, str, Assignment | None]],
    names: dict[int, str],
) -> dict[str, Any]:
    return {
        "id": item.id,
        "external_id": source.external_id,
        "text": item.text,
        "label": _named(label.answer, names) if label is not None else None,
        "confidence": label.confidence if label is not None else None,
        "annotations": [_annotation(*row, names) for row in given],
        "data": source.data or {},
    }


def _annotation(
    annotation: Annotation, annotator: str, assignment: Assignment | None, names: dict[int, str]
) -> dict[str, Any]:
    return {
        "annotator": annotator,
        "answer": _named(annotation.answer, names),
        "answered_at": annotation.answered_at.isoformat(),
        "seconds": annotation.active_seconds,
        "source": assignment.source if assignment is not None else None,
        "strategy": assignment.strategy if assignment is not None else None,
        "score": assignment.score if assignment is not None else None,
        "probability": assignment.probability if assignment is not None else None,
        "round": assignment.round if assignment is not None else None,
    }


def _named(answer: list[int], names: dict[int, str]) -> str | None:
    return names.get(answer[0]) if answer else None


def _jsonl(lines: Iterator[dict[str, Any]]) -> Iterator[str]:
    for line in lines:
        yield json.dumps(line, ensure_ascii=False) + "\n"


def _csv(lines: Iterator[dict[str, Any]]) -> Iterator[str]:
    buffer = io.StringIO()
    table = csv.writer(buffer)
    table.writerow(CSV_COLUMNS)
    for line in lines:
        annotators = ";".join(given["annotator"] for given in line["annotations"])
        table.writerow([*(_safe(line[name]) for name in CSV_COLUMNS[:-1]), _safe(annotators)])
        if buffer.tell() > 64_000:
            yield buffer.getvalue()
            buffer.seek(0)
            buffer.truncate()
    yield buffer.getvalue()


def _safe(value: Any) -> Any:
    """Spreadsheets run cells that begin like a formula: such a text gets an apostrophe."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


FORMATS: dict[str, tuple[str, Callable[[Iterator[dict[str, Any]]], Iterator[str]]]] = {
    "jsonl": ("application/x-ndjson", _jsonl),
    "csv": ("text/csv; charset=utf-8", _csv),
}
