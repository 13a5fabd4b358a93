"""Takes the labels away: a line for each imported row that has one, streamed page by page."""

import json
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping, Sequence
from functools import lru_cache
from itertools import chain
from typing import Any, NamedTuple

from service.answers import AnswerKind, answer_kind
from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.exporting.export_format import EXPORT_FORMATS, Nested, Table, TablePage
from service.exporting.label_lines import COLUMNS, LABEL_FROM, FlatLabels, data_text, line_columns
from service.exporting.queries.exports import ExportedAnswer, ExportedRow, Exports
from service.kit.errors import Invalid
from service.kit.vocabulary import ImportState, LabelFrom
from service.pool.queries.blindness import Blindness
from service.pool.queries.classes import Classes
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects

Naming = Callable[[str | None], Any]

TITLE = "Labels"
PAGE = 5_000
MOST_KEPT = 10_000
"""Answers that are read once, however many items have them."""


class Shown(NamedTuple):
    """How the export has what is stored by class id."""

    answer: Naming
    class_names: Mapping[int, str]


class Export(NamedTuple):
    """What is downloaded, many lines at a time."""

    project_name: str
    content_type: str
    lines: Iterator[bytes]


class Scope(NamedTuple):
    """Which lines an export has."""

    unique: bool = False
    """A line an item, not a row."""
    everything: bool = False
    """Include rows without a label."""
    settled: bool = False
    """Only rows whose label is settled."""
    limit: int | None = None
    """So many lines and no more."""
    machine_for: int | None = None
    """Where people gave no label, that of the machine, if it has one under a certificate; for this
    user, who isn't asked about such items as audits any more."""


def export_labels(
    app: App, project_id: int, format_name: str, scope: Scope, columns: Collection[str] = COLUMNS
) -> Export:
    """The project's labels in a format, with these of its `COLUMNS`."""
    export_format = EXPORT_FORMATS.find(format_name)
    if scope.machine_for is not None and scope.settled:
        raise Invalid(
            "The model's labels are never settled. Leave out one of the two.", field="settled"
        )
    if scope.everything and scope.settled:
        raise Invalid(
            "Texts without a label are never settled. Leave out one of the two.", field="settled"
        )
    with app.read() as uow:
        project = uow[Projects].get(project_id)
        name, kind = project.name, answer_kind(project.answer_kind)
        names = uow[Classes].all_names(project_id)
        named = _naming(kind, names, as_text=export_format.is_flat)
        standing = uow[Imports].column_names(project_id)
    # A table that begins with its columns has no room for a file that arrives meanwhile.
    imports = standing if export_format.is_flat else _imports(app, project_id)
    pages = _pages(app, imports, Shown(named, names), scope)
    wanted = {*columns, LABEL_FROM} if scope.machine_for is not None else columns
    if export_format.is_flat:
        flat = FlatLabels(list(dict.fromkeys(chain.from_iterable(standing.values()))), wanted)
        table = Table(TITLE, flat.columns, map(flat.page, pages))
    else:
        parts = {part: of for part, of in line_columns(kind.column).items() if part in wanted}
        table = Table(TITLE, parts, map(_with_data, pages) if "data" in parts else pages)
    return Export(name, export_format.content_type, export_format.write(table))


def _pages(app: App, imports: Iterable[int], shown: Shown, scope: Scope) -> Iterator[TablePage]:
    seen, left = set[int](), scope.limit
    for import_id in imports:
        for rows, answers in _read(app, import_id, scope):
            wanted = (_first_seen(rows, seen) if scope.unique else rows)[:left]
            if wanted:
                yield _page(wanted, answers, shown)
            if left is not None:
                left -= len(wanted)
                if not left:
                    return


def _imports(app: App, project_id: int) -> Iterator[int]:
    """Of the project, one that arrives during the export too."""
    import_id: int | None = 0
    while import_id is not None:
        with app.read() as uow:
            import_id = uow[Exports].import_after(project_id, import_id)
        if import_id is not None:
            yield import_id


def _read(
    app: App, import_id: int, scope: Scope
) -> Iterator[tuple[Sequence[ExportedRow], dict[int, list[ExportedAnswer]]]]:
    """Pages, each in a read of its own: a long download holds nothing back."""
    after, limit = 0, min(PAGE, scope.limit or PAGE)
    while True:
        with app.read() as uow:
            page = uow[Exports].rows(
                import_id,
                after=after,
                limit=limit,
                everything=scope.everything,
                settled=scope.settled,
                machine=scope.machine_for is not None,
            )
            rows = [row for row in page if row.of_import == ImportState.READY]
            answers = _answers(uow, [row.item_id for row in rows])
        if not page:
            return
        if scope.machine_for is not None:
            _note_machine_labels(app, scope.machine_for, rows)
        after = page[-1].id
        yield rows, answers


def _note_machine_labels(app: App, user_id: int, rows: Sequence[ExportedRow]) -> None:
    """Before they are read: whoever knows what the machine says can't check it."""
    seen = [row.item_id for row in rows if not row.answer and row.machine_answer]
    if seen:
        with app.write() as uow:
            uow[Blindness].note(user_id, seen)


def _first_seen(rows: Sequence[ExportedRow], seen: set[int]) -> list[ExportedRow]:
    """The first row of each item that wasn't seen yet, which now is."""
    first = {row.item_id: row for row in reversed(rows) if row.item_id not in seen}
    seen.update(first)
    return sorted(first.values())


def _answers(uow: UnitOfWork, item_ids: list[int]) -> dict[int, list[ExportedAnswer]]:
    by_item: dict[int, list[ExportedAnswer]] = {}
    for answer in uow[Exports].answers(item_ids):
        by_item.setdefault(answer.item_id, []).append(answer)
    return by_item


def _page(
    rows: Sequence[ExportedRow], answers: Mapping[int, Sequence[ExportedAnswer]], shown: Shown
) -> TablePage:
    row = _by_column(ExportedRow, rows)
    answers_of = [answers.get(item_id, ()) for item_id in row["item_id"]]
    stored = list(zip(row["answer"], row["machine_answer"], strict=True))
    lines = {
        "id": row["item_id"],
        "external_id": row["external_id"],
        "text": row["text"],
        "label": [shown.answer(people or machine) for people, machine in stored],
        "label_from": [_label_from(people, machine) for people, machine in stored],
        "label_source": list(map(_source, row["decided_as"], answers_of)),
        "confidence": row["confidence"],
        "decided_by": row["decided_by"],
        "data": row["data"],
    }
    each = _by_column(ExportedAnswer, list(chain.from_iterable(answers_of)))
    annotations = {
        "annotator": each["annotator"],
        "answer": list(map(shown.answer, each["answer"])),
        "answered_at": list(map(_moment, each["answered_at"])),
        "seconds": each["seconds"],
        "source": each["source"],
        "strategy": each["strategy"],
        "score": each["score"],
        "probability": each["probability"],
        "round": each["round"],
        "unasked": each["unasked"],
        "suggestions": [_suggestions(pairs, shown.class_names) for pairs in each["suggestions"]],
        "suggested_by": each["suggested_by"],
        "suggestions_shown": each["suggestions_shown"],
    }
    nested = Nested(annotations, list(map(len, answers_of)))
    return TablePage(row["item_id"], {**lines, "annotations": nested})


def _with_data(page: TablePage) -> TablePage:
    """With what came with its rows as JSON that a file may have as it is."""
    data = list(map(data_text, page.values["data"]))
    return page._replace(values={**page.values, "data": data})


def _by_column(
    kind: type[ExportedRow | ExportedAnswer], rows: Sequence[Any]
) -> dict[str, Sequence[Any]]:
    columns = zip(*rows, strict=True) if rows else [()] * len(kind._fields)
    return dict(zip(kind._fields, columns, strict=True))


def _label_from(people: str | None, machine: str | None) -> str | None:
    if people:
        return LabelFrom.PEOPLE
    return LabelFrom.MACHINE if machine else None


def _source(decided_as: str | None, answers: Sequence[ExportedAnswer]) -> str | None:
    """Where the decision was made; else why the item was offered to the first who was asked."""
    if decided_as:
        return decided_as
    for answer in answers:
        if not answer.unasked:
            return answer.source
    return None


def _moment(stored: str) -> str:
    """As Python's `isoformat` writes it."""
    return stored.replace(" ", "T").replace(".000000", "") + "+00:00"


def _suggestions(stored: str | None, names: Mapping[int, str]) -> list[dict[str, Any]] | None:
    """Shown or withheld: see `suggestions_shown`."""
    if stored is None:
        return None
    return [{"class": names[class_id], "probability": p} for class_id, p in json.loads(stored)]


def _naming(kind: AnswerKind, names: Mapping[int, str], *, as_text: bool) -> Naming:
    """What an answer, as JSON text, is in the export. Many items have few answers."""
    shown = kind.cell if as_text else kind.exported

    @lru_cache(MOST_KEPT)
    def named(answer: str | None) -> Any:
        label = kind.decode(json.loads(answer), names) if answer else None
        return None if label is None else shown(label)

    return named
