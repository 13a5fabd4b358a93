"""Which columns of a file are text, id and answer, and what a row's answer says.

A file without a column that was named for it is refused: a misspelt name loses ids or answers.
Where answers are labels and no column was named for them, one without that column is warned of.
"""

from collections.abc import Iterable, Iterator
from typing import Any

from service.answers import AnswerKind, answer_kind
from service.answers.names import LISTED, as_json, class_name, names_in
from service.app import App
from service.importing.formats import Row
from service.importing.formats.rows import Warn, excerpt, lacking
from service.importing.prodigy import as_prodigy_means
from service.importing.shapes import RejectedRow
from service.kit.errors import BadUpload, Invalid
from service.kit.vocabulary import ClassState
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects
from service.pool.tables.items import Import

TABLES = ("text/csv", "text/tab-separated-values", "application/vnd.apache.parquet")
"""Every row of theirs has all columns: the first one tells."""
NAMED = 20
MOST_COLUMNS = 1_000
"""As many as a table may have that is imported; beyond, an export has them in one."""


def in_columns(
    rows: Iterator[Row | RejectedRow], app: App, upload: Import, warn: Warn, *, labels_unsaid: bool
) -> Iterator[Row | RejectedRow]:
    """The rows of a file as its columns say; their data has only what is nothing else.

    `labels_unsaid`: nobody has said whether answers are labels.
    """
    rows = _with_named(rows, upload, warn)
    label_name = upload.columns.get("label", "label")
    if upload.labels == "import":
        rows = as_prodigy_means(rows, label_name, warn)
    elif labels_unsaid and label_name != upload.columns.get("text", "text"):
        rows = _with_unused_noted(rows, app, upload, warn)
    # Of answers that are only kept, the label is data.
    used = ("id", "label") if upload.labels == "import" else ("id",)
    names = [upload.columns.get(role, role) for role in used]
    for row in rows:
        if isinstance(row, Row) and row.data:
            for name in names:
                row.data.pop(name, None)
        yield row


def _with_named(
    rows: Iterator[Row | RejectedRow], upload: Import, warn: Warn
) -> Iterator[Row | RejectedRow]:
    """The rows. `BadUpload` at the end, or in a table at the first one, where a name has none."""
    text = upload.columns.get("text", "text")
    named = upload.columns
    if "text" in named:
        rows = _with_texts(rows, text)
    roles: dict[str, str] = {named[role]: role for role in ("id", "label") if role in named}
    if upload.labels == "import":
        roles.setdefault(named.get("label", "label"), "label")
    unmet = {name for name in roles if name != text}
    there, came = dict[str, None](), False

    def check(columns: list[str]) -> None:
        listed = ", ".join(repr(column) for column in columns[:NAMED])
        for name in sorted(unmet):
            role = roles[name]
            missing = (
                f"No row has a column {name!r}. The file has: {listed}. "
                f"Name the right one with `{role}=`."
            )
            if role in named:
                raise BadUpload(missing)
            warn(None, f"No answer became a label. {missing}")

    for row in rows:
        if isinstance(row, Row):
            came = True
            unmet.difference_update(row.data)
            if len(there) < NAMED:
                there |= dict.fromkeys(row.data)
            if not unmet or upload.content_type in TABLES:
                check([text, *there])
                yield row
                break
        yield row
    else:
        if came:
            check([text, *there])
    yield from rows


def _with_texts(rows: Iterator[Row | RejectedRow], text: str) -> Iterator[Row | RejectedRow]:
    """The rows. `BadUpload` at the end where none has a text: once, and not of each of them."""
    came = False
    for row in rows:
        came = True
        yield row
        if isinstance(row, Row) or row.detail != lacking(text):
            break
    else:
        if came:
            raise BadUpload(f"No row has a text in {text!r}. Name the right field with `text=`.")
    yield from rows


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
    or where most labels are lists, and one of them has several names. Empty ones tell nothing."""
    if separator is not None:
        return SEVERAL
    answers = [label for label in labels if label not in (None, "")]
    lengths = [length for length in map(_length, answers) if length is not None]
    is_of_lists = len(lengths) > len(answers) / 2 and max(lengths) > 1
    return SEVERAL if is_of_lists else SINGLE


def _length(label: Any) -> int | None:
    """Names in a list; None where it is none."""
    try:
        names = names_in(label)
    except Invalid:  # lists of several people, who mean different ones
        return 2
    return len(names) if isinstance(names, list) else None


STRANGERS = 3
"""Labels that are no class: so many are named."""
MOST_KEPT = 10_000
"""Texts whose meaning is remembered: most rows say one of few."""


def _with_unused_noted(
    rows: Iterator[Row | RejectedRow], app: App, upload: Import, warn: Warn
) -> Iterator[Row | RejectedRow]:
    """The rows; a warning at the end of labels that nobody has said what to do with."""
    with app.read() as uow:
        classes = uow[Classes].every(upload.project_id)
        kind = answer_kind(uow[Projects].get(upload.project_id).answer_kind)
    active = [each for each in classes if each.state is ClassState.ACTIVE]
    names = {class_name(name) for each in active for name in (each.name, *each.former_names)}
    labelled, meant, before = 0, 0, dict[str, bool]()
    strangers = dict[str, None]()
    for row in rows:
        if isinstance(row, Row) and row.label not in (None, "", []):
            labelled += 1
            is_text = type(row.label) is str
            is_meant = before.get(row.label) if is_text else None
            if is_meant is None:
                is_meant = _names_classes(row, kind, names)
                if is_text and len(before) < MOST_KEPT:
                    before[row.label] = is_meant
            meant += is_meant
            if not is_meant and len(strangers) < STRANGERS:
                strangers[excerpt(str(row.label))] = None
        yield row
    if labelled:
        column = upload.columns.get("label", "label")
        warn(None, f"The column {column!r} stays data{_of_labels(labelled, meant, [*strangers])}")


def _of_labels(labelled: int, meant: int, strangers: list[str]) -> str:
    """What is said of labels, `meant` of them classes, that stay data."""
    share, create = f", though {meant:,} of its {labelled:,} values are", ""
    if 2 * meant < labelled:
        named = ", ".join(map(repr, strangers))
        few = f"{meant:,} of its {labelled:,} values are" if meant else "none of its values are"
        share, create = f" (such as {named}): {few}", " and `create_classes=true`"
    return (
        f"{share} classes of the project. If they are known answers, take this import back and "
        f"send the file again with `labels=import`{create}; `labels=ignore` says that they are "
        "data."
    )


def _names_classes(row: Row, kind: AnswerKind, names: set[str]) -> bool:
    try:
        named = kind.read(parts(row.label, None))
    except Invalid:
        return False
    return named is not None and names.issuperset(kind.class_names(named))
