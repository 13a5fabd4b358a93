"""Turns an upload into items, in slices that a restart continues where it stopped."""

import json
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from itertools import islice
from typing import IO, Any

from service.bootstrap import App
from service.core.acquisition.audit import audit_key
from service.errors import BadUpload
from service.loop.formats import Limits, Reject, Row, reader
from service.loop.offer_audit_items import offer_audit_items
from service.loop.request_embedding import request_embedding
from service.loop.run_job import JobRun, JobTaken
from service.models import Import, Project
from service.store.items import NewItem, NewSource
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ImportState, ItemRole

SLICE = 1_000
"""Rows in a transaction: it holds the write lock of SQLite for less than 20 ms."""
SLICE_BYTES = 4_000_000
"""A slice of long texts ends here: a thousand of the longest would fill the memory."""
SLICES_BETWEEN_REPORTS = 10


def content_hash(text: str) -> bytes:
    return blake2b(text.encode("utf-8", "surrogatepass"), digest_size=16).digest()


def import_items(app: App, run: JobRun) -> None:
    """Job `import`: each slice is one transaction; the items show when the last one is in."""
    import_id = int(run.payload["import_id"])
    with app.read() as uow:
        found = uow.imports.get(run.project_id, import_id)
        project = uow.projects.get(run.project_id)
        skip = found.received
    if found.state is not ImportState.RUNNING:
        return
    with app.blobs.reading(found.blob) as file:
        _read(app, run, project, found, file, skip)
    with app.write() as uow:
        _publish(uow, run.project_id, import_id)
    run.progress(found.size, found.size)


def _read(
    app: App, run: JobRun, project: Project, found: Import, file: IO[bytes], skip: int
) -> None:
    limits = Limits(app.settings.max_text_chars)
    rows = reader(found.content_type)(file, found.columns, limits)
    for number, batch in enumerate(_slices(islice(rows, skip, None), file)):
        _note_rejects(app, found, batch)
        with app.write() as uow:
            _store(uow, project, found, batch, skip)
        skip += len(batch)
        if number % SLICES_BETWEEN_REPORTS == 0:
            run.progress(min(file.tell(), found.size), found.size)


def _slices(rows: Iterator[Row | Reject], file: IO[bytes]) -> Iterator[list[Row | Reject]]:
    batch: list[Row | Reject] = []
    start = file.tell()
    for row in rows:
        batch.append(row)
        if len(batch) == SLICE or file.tell() - start >= SLICE_BYTES:
            yield batch
            batch, start = [], file.tell()
    if batch:
        yield batch


def _store(
    uow: UnitOfWork, project: Project, found: Import, batch: Sequence[Row | Reject], after: int
) -> None:
    """Stores the rows that follow the first `after`, unless the import was given up meanwhile."""
    # Plain values: reading a mapped attribute costs more than the rest of a row's work.
    project_id, seed, import_id, role = project.id, project.seed, found.id, found.role
    assert project_id is not None
    assert import_id is not None
    stored = uow.imports.lock(project_id, import_id)
    if stored.state is not ImportState.RUNNING or stored.received != after:
        raise JobTaken(f"import {import_id} was given up, or goes on elsewhere")
    rows = [row for row in batch if isinstance(row, Row)]
    hashes = [content_hash(row.text) for row in rows]
    known = uow.items.ids_by_hash(project_id, role, hashes)
    texts = {
        hashed: row.text for hashed, row in zip(hashes, rows, strict=True) if hashed not in known
    }
    first = uow.projects.reserve_ordinals(project_id, len(texts)) if texts else 0
    uow.items.insert(
        [
            NewItem(
                project_id,
                import_id,
                ordinal,
                text,
                hashed,
                audit_key(seed, hashed),
                role,
            )
            for ordinal, (hashed, text) in enumerate(texts.items(), start=first)
        ]
    )
    ids = uow.items.ids_between(project_id, first, first + len(texts))
    known |= {hashed: ids[ordinal] for ordinal, hashed in enumerate(texts, start=first)}
    uow.items.insert_sources(
        [
            NewSource(
                known[hashed], import_id, row.line, row.external_id, row.label, row.data or None
            )
            for hashed, row in zip(hashes, rows, strict=True)
        ]
    )
    stored.received += len(batch)
    stored.inserted += len(texts)
    stored.duplicates += len(rows) - len(texts)
    stored.rejected += len(batch) - len(rows)


def _note_rejects(app: App, found: Import, batch: Sequence[Row | Reject]) -> None:
    """Written before the slice, under its first bad line: a repeated slice overwrites itself."""
    bad = [row for row in batch if isinstance(row, Reject)]
    if bad:
        lines = [json.dumps(_told(reject), ensure_ascii=False) for reject in bad]
        key = f"{_rejected_folder(found)}/{bad[0].line:012d}.ndjson"
        app.blobs.put(key, ("\n".join(lines) + "\n").encode("utf-8", "replace"))


def _told(reject: Reject) -> dict[str, Any]:
    return {"line": reject.line, "reason": reject.reason, "content": reject.content}


def _rejected_folder(found: Import) -> str:
    return f"projects/{found.project_id}/rejected/{found.id}"


def _publish(uow: UnitOfWork, project_id: int, import_id: int) -> None:
    """Makes the items visible, offers the first audit items and asks for vectors."""
    found = uow.imports.lock(project_id, import_id)
    project = uow.projects.lock(project_id)
    if found.state is not ImportState.RUNNING:
        return
    if found.received == 0:
        raise BadUpload("The file holds no rows.")
    found.state, found.finished_at = ImportState.READY, uow.now
    if found.rejected:
        found.rejected_blob = _rejected_folder(found)
    if found.role is ItemRole.POOL:
        uow.projects.count(project_id, item_count=found.inserted)
        uow.session.refresh(project)
        offer_audit_items(uow, project)
    request_embedding(uow, project, uow.items.span(import_id))
