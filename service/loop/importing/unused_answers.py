"""Answers that stay data because nobody said what they are: whoever sent the file is told."""

from collections.abc import Iterator

from service.answers import AnswerKind, answer_kind
from service.answers.names import class_name
from service.errors import Invalid
from service.loop.app import App
from service.loop.importing.formats import Row
from service.loop.importing.formats.manner import Warn
from service.loop.importing.read_answer import parts
from service.loop.importing.shapes import RejectedRow
from service.models import Import
from service.store.classes import Classes
from service.store.projects import Projects
from service.vocabulary import ClassState

MOST_KEPT = 10_000
"""Texts whose meaning is remembered: most rows say one of few."""


def with_unused_noted(
    rows: Iterator[Row | RejectedRow], app: App, upload: Import, warn: Warn
) -> Iterator[Row | RejectedRow]:
    """The rows; a warning at the end where at least half of their labels are classes."""
    with app.read() as uow:
        classes = uow[Classes].every(upload.project_id)
        kind = answer_kind(uow[Projects].get(upload.project_id).answer_kind)
    names = {class_name(each.name) for each in classes if each.state is ClassState.ACTIVE}
    if not names:
        yield from rows
        return
    labelled, meant, before = 0, 0, dict[str, bool]()
    for row in rows:
        if isinstance(row, Row) and row.label not in (None, ""):
            labelled += 1
            is_text = type(row.label) is str
            is_meant = before.get(row.label) if is_text else None
            if is_meant is None:
                is_meant = _names_classes(row, kind, names)
                if is_text and len(before) < MOST_KEPT:
                    before[row.label] = is_meant
            meant += is_meant
        yield row
    if meant and 2 * meant >= labelled:
        column = upload.columns.get("label", "label")
        warn(
            None,
            f"The column {column!r} stays data, though {meant:,} of its {labelled:,} values are "
            "classes of the project. If they are known answers, take this import back and send "
            "the file again with `labels=import`; `labels=ignore` says that they are data.",
        )


def _names_classes(row: Row, kind: AnswerKind, names: set[str]) -> bool:
    try:
        named = kind.read(parts(row.label, None))
    except Invalid:
        return False
    return named is not None and names.issuperset(kind.class_names(named))
