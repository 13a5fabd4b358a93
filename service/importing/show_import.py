"""An import, and the rows of it that were refused or contradict a label."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer
from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.importing.queries.import_rows import ImportRows
from service.importing.shapes import ConflictingRow, FileWarning, ImportReport, RejectedRow
from service.kit.page import Page, Paging
from service.pool.queries.classes import Classes
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects
from service.pool.tables.items import Import


def find_import(uow: UnitOfWork, project_id: int, import_id: int) -> Import:
    """Raises `NotFound` where the project has no such import."""
    return uow[Imports].get(project_id, import_id)


def show_import(upload: Import, job_id: int | None = None) -> ImportReport:
    return ImportReport(
        import_id=upload.id,
        job_id=job_id,
        state=upload.state,
        role=upload.role,
        labels=upload.labels,
        create_classes=upload.create_classes,
        encoding=upload.encoding,
        quoting=upload.quoting,
        fold_case=upload.fold_case,
        separator=upload.separator,
        file_name=upload.file_name,
        received=upload.received,
        inserted=upload.inserted,
        duplicates=upload.duplicates,
        rejected=upload.rejected,
        labelled=upload.labelled,
        conflicts=upload.conflicts,
        warnings=[FileWarning(**each) for each in upload.warnings],
        error=upload.error,
        created_at=upload.created_at,
        finished_at=upload.finished_at,
    )


def look_at_import(app: App, project_id: int, import_id: int, job_id: int | None) -> ImportReport:
    """How it is now: asked again and again by whoever waits for its end."""
    with app.read() as uow:
        return show_import(uow[Imports].get(project_id, import_id), job_id)


def rejected_folder(upload: Import) -> str:
    return f"projects/{upload.project_id}/rejected/{upload.id}"


def note_rejected(app: App, upload: Import, rejects: Sequence[RejectedRow]) -> None:
    """Written before the slice, under its first bad line: a repeated slice overwrites itself."""
    if rejects:
        lines = [json.dumps(asdict(reject), ensure_ascii=False) for reject in rejects]
        key = f"{rejected_folder(upload)}/{rejects[0].line:012d}.ndjson"
        app.blobs.put(key, ("\n".join(lines) + "\n").encode("utf-8", "replace"))


def list_imports(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[ImportReport]:
    return paging.cut(uow[Imports].of(project_id), lambda upload: upload.id).shown(show_import)


def rejected_rows(app: App, upload: Import, paging: Paging) -> Page[RejectedRow]:
    """The refused rows with their lines, and why."""
    rows = list(islice(_rejected(app, upload, paging.after), paging.looked_at))
    return paging.page(rows, lambda row: row.line, total=upload.rejected)


def _rejected(app: App, upload: Import, after: int) -> Iterator[RejectedRow]:
    if upload.rejected_blob is None:
        return
    keys = sorted(app.blobs.names(upload.rejected_blob))
    begun = bisect_right(keys, f"{rejected_folder(upload)}/{after:012d}.ndjson")
    for key in keys[max(begun - 1, 0) :]:
        # Not splitlines(): a refused line may hold characters that Unicode calls line ends.
        for line in app.blobs.get(key).decode().removesuffix("\n").split("\n"):
            row = RejectedRow(**json.loads(line))
            if row.line > after:
                yield row


def conflicting_rows(uow: UnitOfWork, upload: Import, paging: Paging) -> Page[ConflictingRow]:
    """The rows whose item had another label."""
    kind = answer_kind(uow[Projects].get(upload.project_id).answer_kind)
    names = uow[Classes].all_names(upload.project_id)
    rows = uow[ImportRows].conflicts(upload.id, after=paging.after, limit=paging.looked_at)
    page = paging.page(rows, lambda row: row.id, total=upload.conflicts)
    return page.shown(
        lambda row: ConflictingRow(
            row.line, row.item_id, row.text, row.label, _rendered(kind, row.answer, names)
        )
    )


def _rendered(kind: AnswerKind, answer: Answer | None, names: Mapping[int, str]) -> str | None:
    named = kind.decode(answer, names) if answer is not None else None
    return None if named is None else kind.render(named)
