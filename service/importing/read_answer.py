"""What a file says of a text, the kind of answer that it gives, and answers that stay data."""

from collections import Counter
from collections.abc import Iterable, Iterator
from typing import Any

from service.answers import AnswerKind, answer_kind
from service.answers.names import LISTED, as_json, class_name, names_in
from service.app import App
from service.importing.formats import Row
from service.importing.formats.rows import Warn
from service.importing.shapes import RejectedRow
from service.kit.errors import Invalid
from service.kit.vocabulary import ClassState
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects
from service.pool.tables.items import Import

__all__ = ["SEVERAL", "SINGLE", "AnswerKind", "kind_of_file", "parts"]

SINGLE, SEVERAL = answer_kind("single_label"), answer_kind("multi_label")


def parts(label: Any, separator: str | None) -> Any:
    """A text as the names that stand in it, unless it is JSON, or blank."""
    if separator is None or type(label) is not str:
        return label
    if label.lstrip().startswith(LISTED) and not isinstance(as_json(label), str):
        return label
    return [part for part in label.split(separator) if class_name(part)] or None


def kind_of_file(labels: Iterable[Any], separator: str | None) -> AnswerKind:
    """That of a file with these labels: several classes where there is a separator between them,
    or where most labels are lists, and not all of them of one name."""
    if separator is not None:
        return SEVERAL
    answers = [label for label in labels if label not in (None, "")]
    lists = [names for names in map(_as_list, answers) if names is not None]
    is_of_lists = len(lists) > len(answers) / 2 and any(len(names) != 1 for names in lists)
    return SEVERAL if is_of_lists else SINGLE


def _as_list(label: Any) -> list[Any] | None:
    try:
        names = names_in(label)
    except Invalid:  # of several people: no answer, but no name either
        return []
    return names if isinstance(names, list) else None


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


VERDICT = "answer"
NO_ANSWER = {"reject": "rejected", "ignore": "ignored"}


def without_refused(
    rows: Iterator[Row | RejectedRow], label_name: str, warn: Warn
) -> Iterator[Row | RejectedRow]:
    """The rows, those that were rejected or ignored without a label; warned of at the end."""
    refused = Counter[str]()
    for row in rows:
        if isinstance(row, Row) and label_name != VERDICT and row.label is not None:
            verdict = row.data.get(VERDICT)
            if type(verdict) is str and verdict in NO_ANSWER:
                refused[NO_ANSWER[verdict]] += 1
                row.label = None
        yield row
    if refused:
        counts = " and ".join(f"{count:,} {word}" for word, count in sorted(refused.items()))
        warn(
            None,
            f"Rows without a label because their field {VERDICT!r} says so, as in a file of "
            f"Prodigy: {counts}. If it means something else, rename it.",
        )
