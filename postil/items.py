"""Items and labels of a project as rows."""

import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any
from warnings import warn

from postil.connection import Connection
from postil.errors import PostilError, Refused
from postil.table import Row, Table

FOUND = (
    "id",
    "external_id",
    "text",
    "label",
    "label_source",
    "state",
    "confidence",
    "predicted",
    "probability",
    "suspected",
    "annotators",
    "decided_by",
    "labelled_at",
    "open_notes",
)
EXPORTED = ("id", "external_id", "text", "label", "label_source", "confidence", "decided_by")
NAMING = ("label", "predicted", "class", "classes", "machine_label")
"""Columns that hold names of classes."""
FORMATS = {"ndjson": "jsonl"}
"""Endings of files that are no name of a format."""
IN_PYTHON = {"label": "class"}
"""Filters that are called otherwise here: `class` is a word of the language."""


def found_items(
    connection: Connection, base: str, limit: int | None, filters: Mapping[str, Any]
) -> Iterator[Row]:
    """Items by `GET …/items`, flat: `predicted` and `probability`, and each shown column."""
    query = {IN_PYTHON.get(name, name): value for name, value in filters.items()}
    try:
        yield from _flat(connection.pages(f"{base}/items", limit, **query))
    except Refused as error:
        raise _in_python(error) from None


def _flat(rows: Iterable[Row]) -> Iterator[Row]:
    for row in rows:
        prediction = row.pop("prediction") or {}
        beside = row.pop("columns")
        row |= {"predicted": prediction.get("class"), "probability": prediction.get("probability")}
        row["label"] = (row["given"] or {}).get("classes", row["label"])
        yield {name: row.get(name) for name in FOUND} | _beside(beside, FOUND)


def _in_python(error: Refused) -> Refused:
    """The same, with names that are arguments here. Pages are turned by us."""
    detail, field = error.detail.replace("`cursor`, ", ""), error.field
    for here, there in IN_PYTHON.items():
        detail = detail.replace(f"`{there}`", f"`{here}`")
        field = here if field == there else field
    return Refused(error.status, error.problem | {"detail": detail, "field": field})


def wanted(
    unique: bool, everything: bool, settled: bool, machine: bool, limit: int | None
) -> dict[str, Any]:
    """The rows of an export, as the service is asked for them."""
    query = {
        "unique": unique,
        "everything": everything,
        "settled": settled,
        "machine_labels": machine,
        "limit": limit,
    }
    return {name: value for name, value in query.items() if value}


def exported_labels(
    connection: Connection, base: str, query: Mapping[str, Any], *, annotations: bool
) -> Iterator[Row]:
    """Rows by `GET …/export`, flat: the row's data, each in a column of its own."""
    columns = [*EXPORTED, *(["annotations"] if annotations else []), "data"]
    if "machine_labels" in query:
        columns.append("label_from")
    for line in connection.lines(f"{base}/export", format="jsonl", columns=columns, **query):
        row = json.loads(line)
        data = row.pop("data") or {}
        yield row | _beside(data, columns)


def save_labels(connection: Connection, base: str, file: Path, query: Mapping[str, Any]) -> Path:
    """A file by `GET …/export`, as its name ends."""
    ending = file.suffix.lower().removeprefix(".")
    form = FORMATS.get(ending, ending)
    saved = connection.save(f"{base}/export", file, format=form, **query)
    if not query.get("everything") and not connection.get(f"{base}/stats")["labels"]:
        hint = f"No text has a label yet, so {file} has no rows; everything=True writes all."
        warn(hint, stacklevel=3)
    return saved


def predicted_items(connection: Connection, base: str, query: Mapping[str, Any]) -> Iterator[Row]:
    """Rows by `GET …/predictions`."""
    for line in connection.lines(f"{base}/predictions", format="jsonl", **query):
        row: Row = json.loads(line)
        yield row


def _beside(data: Mapping[str, Any], ours: Iterable[str]) -> Row:
    """What came with a row, under names that aren't ours."""
    taken = {*ours}
    return {(f"data.{name}" if name in taken else name): value for name, value in data.items()}


def ids_of(items: Iterable[int | Mapping[str, Any]]) -> list[int]:
    """Ids, of ids or of rows that have one."""
    try:
        return [each if isinstance(each, int) else int(each["id"]) for each in items]
    except (KeyError, TypeError) as error:
        raise PostilError("Items are given by their ids, or as rows with an `id`.") from error


def as_table(rows: Iterable[Row], columns: Sequence[str], classes: Sequence[str]) -> Table:
    """With what holds names of classes marked as such."""
    return Table(rows, columns, classes=classes, labels=NAMING)
