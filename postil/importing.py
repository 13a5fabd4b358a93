"""Rows into a project: sent, read by a worker, and what came of it."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any
from warnings import warn

from postil.connection import Body, Connection
from postil.errors import ImportFailed
from postil.progress import Progress
from postil.rows import Upload

POLL_SECONDS = 0.2


@dataclass(frozen=True)
class Import:
    """What came of rows that were sent."""

    id: int
    received: int
    inserted: int
    """New texts."""
    duplicates: int
    """Rows whose text was there already."""
    rejected: int
    """Rows that were refused: `Project.rejected` says why."""
    labelled: int
    """Known answers that became labels."""
    conflicts: int
    """Known answers that differ from the label that their text had."""
    warnings: list[str]


def send_upload(
    connection: Connection,
    base: str,
    upload: Upload,
    query: Mapping[str, Any],
    bar: Progress,
    key: str | None = None,
) -> Mapping[str, Any]:
    """Sends a body and follows its import to the end: the service's report.

    Its `state` is `ready` or `failed`; its `job_id` is None where the same was sent before.
    """
    headers = {} if key is None else {"Idempotency-Key": key}
    sent = post_upload(connection, f"{base}/imports", upload, query, bar, headers)
    latest = sent
    while latest["state"] == "running":
        time.sleep(POLL_SECONDS)
        if sent["job_id"] is not None:
            job = connection.get(f"/jobs/{sent['job_id']}")
            bar.update(job["done"], job["total"], "bytes read")
        latest = connection.get(f"{base}/imports/{sent['import_id']}")
    return {**latest, "job_id": sent["job_id"]}


def post_upload(
    connection: Connection,
    path: str,
    upload: Upload,
    query: Mapping[str, Any],
    bar: Progress,
    headers: Mapping[str, str] | None = None,
) -> Any:
    """What the service answers to a body, which is sent from its beginning as often as it takes."""
    sent = {"Content-Type": upload.content_type or "application/octet-stream", **(headers or {})}
    if upload.unit == "bytes" and upload.size is not None:
        sent["Content-Length"] = str(upload.size)
    return connection.send(
        "POST",
        path,
        {"file_name": upload.file_name, **query},
        content=_counted(upload, bar),
        headers=sent,
        again=True,
    )


def send_rows(
    connection: Connection, base: str, upload: Upload, query: Mapping[str, Any], bar: Progress
) -> Import:
    """The same, for who works in Python; raises `ImportFailed` with the reason."""
    done = send_upload(connection, base, upload, query, bar)
    if done["state"] == "failed":
        why = in_arguments(done["error"] or "")
        raise ImportFailed(f"Nothing of {upload.what} was taken. {why}".strip())
    if 0 < done["received"] == done["rejected"]:
        raise ImportFailed(_why_none(connection, base, done["import_id"], upload))
    batch = Import(
        id=done["import_id"],
        warnings=[in_arguments(each["detail"]) for each in done["warnings"]],
        **{name: done[name] for name in COUNTS},
    )
    bar.say(_summary(batch))
    if batch.rejected:
        warn(_what_is_left_out(connection, base, batch, upload), stacklevel=3)
    for warning in batch.warnings:
        warn(warning, stacklevel=3)
    return batch


ARGUMENTS = {
    "labels=import": "label=",
    "; `labels=ignore` says that they are data": "",
    "create_classes=true": "create_classes=True",
    "header=none": 'csv={"header": "none"}',
    "header=first-line": 'csv={"header": "first-line"}',
    "surplus=text": 'csv={"surplus": "text"}',
    "quoting=none (`--quoting none`)": '`csv={"quoting": "none"}`',
}
"""What the service says of its parameters, and what `Project.add` has for them."""


def in_arguments(sentence: str) -> str:
    for parameter, argument in ARGUMENTS.items():
        sentence = sentence.replace(parameter, argument)
    return sentence


COUNTS = ("received", "inserted", "duplicates", "rejected", "labelled", "conflicts")


def _counted(upload: Upload, bar: Progress) -> Body:
    weigh: Callable[[bytes], int] = len if upload.unit == "bytes" else lambda _piece: 1

    def pieces() -> Iterator[bytes]:
        done = 0
        for piece in upload.pieces():
            yield piece
            done += weigh(piece)
            bar.update(done, upload.size, f"{upload.unit} sent")

    return pieces


def _why_none(connection: Connection, base: str, import_id: int, upload: Upload) -> str:
    return f"Nothing of {upload.what} was taken. {_first(connection, base, import_id, upload)}"


def _what_is_left_out(connection: Connection, base: str, batch: Import, upload: Upload) -> str:
    refused = "1 row was" if batch.rejected == 1 else f"{batch.rejected:,} rows were"
    first = _first(connection, base, batch.id, upload)
    return f"{refused} refused: project.rejected({batch.id}). {first}"


def _first(connection: Connection, base: str, import_id: int, upload: Upload) -> str:
    """Where the first refused row stands, and why it was refused."""
    row = next(connection.pages(f"{base}/imports/{import_id}/rejected", 1))
    noun = "Row" if upload.file_name is None else "Line"
    return f"{noun} {row['line']:,}: {row['detail']}"


def _summary(upload: Import) -> str:
    parts = [f"{upload.inserted:,} new texts of {upload.received:,} rows"]
    if upload.labelled:
        parts.append(f"{upload.labelled:,} with their label")
    if upload.rejected:
        parts.append(f"{upload.rejected:,} refused: project.rejected(import_id={upload.id})")
    return ", ".join(parts)
