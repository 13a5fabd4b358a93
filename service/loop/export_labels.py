"""Takes the labels away: a line per imported row, streamed page by page."""

import csv
import io
import json
from collections.abc import Callable, Iterator, Sequence
from itertools import chain
from typing import Any

from service.bootstrap import App
from service.errors import Invalid
from service.store.exports import ExportedAnswer, ExportedRow
from service.store.unit_of_work import UnitOfWork

Line = dict[str, Any]
PAGE = 2_000
CSV_COLUMNS = ("id", "external_id", "text", "label", "confidence", "annotators")

encode = json.JSONEncoder(ensure_ascii=False).encode


def export_labels(
    app: App, project_id: int, format_name: str, *, unique: bool, everything: bool
) -> tuple[str, Iterator[str]]:
    """Content type and the export, many lines at a time. `unique`: a line an item, not a row."""
    if format_name not in FORMATS:
        raise Invalid(
            f"There is no export format {format_name!r}. Use one of: {', '.join(FORMATS)}.",
            field="format",
        )
    content_type, write = FORMATS[format_name]
    with app.read() as uow:
        names = {c.id: c.name for c in uow.classes.of(project_id) if c.id is not None}
    return content_type, write(_pages(app, project_id, names, unique, everything))


def _pages(
    app: App, project_id: int, names: dict[int, str], unique: bool, everything: bool
) -> Iterator[list[Line]]:
    """Each in a read of its own: a long download holds nothing back."""
    after, seen = 0, set[int]()
    while True:
        with app.read() as uow:
            rows = uow.exports.rows(project_id, after=after, limit=PAGE, everything=everything)
            given = _answers(uow, [row.item_id for row in rows])
        if not rows:
            return
        after = rows[-1].id
        if unique:
            rows = _first_seen(rows, seen)
        yield [_line(row, given.get(row.item_id, []), names) for row in rows]


def _first_seen(rows: Sequence[ExportedRow], seen: set[int]) -> list[ExportedRow]:
    """The first row of each item that wasn't seen yet, which now is."""
    first = {row.item_id: row for row in reversed(rows) if row.item_id not in seen}
    seen.update(first)
    return sorted(first.values())


def _answers(uow: UnitOfWork, item_ids: list[int]) -> dict[int, list[ExportedAnswer]]:
    found: dict[int, list[ExportedAnswer]] = {}
    for answer in uow.exports.answers(item_ids):
        found.setdefault(answer.item_id, []).append(answer)
    return found


def _line(row: ExportedRow, given: list[ExportedAnswer], names: dict[int, str]) -> Line:
    return {
        "id": row.item_id,
        "external_id": row.external_id,
        "text": row.text,
        "label": _named(row.answer, names),
        "confidence": row.confidence,
        "annotations": [_annotation(answer, names) for answer in given],
        "data": row.data or {},
    }


def _annotation(given: ExportedAnswer, names: dict[int, str]) -> dict[str, Any]:
    return {
        "annotator": given.annotator,
        "answer": _named(given.answer, names),
        "answered_at": given.answered_at.isoformat(),
        "seconds": given.seconds,
        "source": given.source,
        "strategy": given.strategy,
        "score": given.score,
        "probability": given.probability,
        "round": given.round,
    }


def _named(answer: list[int] | None, names: dict[int, str]) -> str | None:
    return names.get(answer[0]) if answer else None


def _jsonl(pages: Iterator[list[Line]]) -> Iterator[str]:
    for page in pages:
        yield "".join(f"{encode(line)}\n" for line in page)


def _csv(pages: Iterator[list[Line]]) -> Iterator[str]:
    for page in chain([None], pages):
        buffer = io.StringIO()
        table = csv.writer(buffer)
        if page is None:
            table.writerow(CSV_COLUMNS)
        for line in page or ():
            annotators = ";".join(given["annotator"] for given in line["annotations"])
            table.writerow([*(_safe(line[name]) for name in CSV_COLUMNS[:-1]), _safe(annotators)])
        yield buffer.getvalue()


def _safe(value: Any) -> Any:
    """Spreadsheets run cells that begin like a formula: such a text gets an apostrophe."""
    if isinstance(value, str) and value[:1] in ("=", "+", "-", "@", "\t", "\r"):
        return "'" + value
    return value


FORMATS: dict[str, tuple[str, Callable[[Iterator[list[Line]]], Iterator[str]]]] = {
    "jsonl": ("application/x-ndjson", _jsonl),
    "csv": ("text/csv; charset=utf-8", _csv),
}
