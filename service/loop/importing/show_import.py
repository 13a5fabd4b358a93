"""An import, and the rows of it that were refused or contradict a label."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer
from service.kit.page import Page, Paging
from service.loop.app import App
from service.loop.importing.shapes import (
    ConflictingRow,
    FileWarning,
    ImportReport,
    RejectedRow,
)
from service.models import Import
from service.store.unit_of_work import UnitOfWork


def show_import(found: Import, job_id: int | None = None) -> ImportReport:
    return ImportReport(
        import_id=found.id,
        job_id=job_id,
        state=found.state,
        role=found.role,
        labels=found.labels,
        create_classes=found.create_classes,
        encoding=found.encoding,
        quoting=found.quoting,
        fold_case=found.fold_case,
        separator=found.separator,
        file_name=found.file_name,
        received=found.received,
        inserted=found.inserted,
        duplicates=found.duplicates,
        rejected=found.rejected,
        labelled=found.labelled,
        conflicts=found.conflicts,
        warnings=[FileWarning(**each) for each in found.warnings],
        error=found.error,
        created_at=found.created_at,
        finished_at=found.finished_at,
    )


def look_at_import(app: App, project_id: int, import_id: int, job_id: int | None) -> ImportReport:
    """How it is now: asked again and again by whoever waits for its end."""
    with app.read() as uow:
        return show_import(uow.imports.get(project_id, import_id), job_id)


def rejected_folder(found: Import) -> str:
    return f"projects/{found.project_id}/rejected/{found.id}"


def note_rejected(app: App, found: Import, rejects: Sequence[RejectedRow]) -> None:
    """Written before the slice, under its first bad line: a repeated slice overwrites itself."""
    if rejects:
        lines = [json.dumps(asdict(reject), ensure_ascii=False) for reject in rejects]
        key = f"{rejected_folder(found)}/{rejects[0].line:012d}.ndjson"
        app.blobs.put(key, ("\n".join(lines) + "\n").encode("utf-8", "replace"))


def list_imports(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[ImportReport]:
    return paging.cut(uow.imports.of(project_id), lambda found: found.id).shown(show_import)


def rejected_rows(app: App, found: Import, paging: Paging) -> Page[RejectedRow]:
    """The refused rows with their lines, and why."""
    rows = list(islice(_rejected(app, found, paging.after), paging.looked_at))
    return paging.page(rows, lambda row: row.line, total=found.rejected)


def _rejected(app: App, found: Import, after: int) -> Iterator[RejectedRow]:
    if found.rejected_blob is None:
        return
    keys = sorted(app.blobs.names(found.rejected_blob))
    begun = bisect_right(keys, f"{rejected_folder(found)}/{after:012d}.ndjson")
    for key in keys[max(begun - 1, 0) :]:
        # Not splitlines(): a refused line may hold characters that Unicode calls line ends.
        for line in app.blobs.get(key).decode().removesuffix("\n").split("\n"):
            row = RejectedRow(**json.loads(line))
            if row.line > after:
                yield row


def conflicting_rows(uow: UnitOfWork, found: Import, paging: Paging) -> Page[ConflictingRow]:
    """The rows whose item had another label."""
    kind = answer_kind(uow.projects.get(found.project_id).answer_kind)
    names = uow.classes.all_names(found.project_id)
    rows = uow.import_rows.conflicts(found.id, after=paging.after, limit=paging.looked_at)
    page = paging.page(rows, lambda row: row.id, total=found.conflicts)
    return page.shown(
        lambda row: ConflictingRow(
            row.line, row.item_id, row.text, row.label, _rendered(kind, row.answer, names)
        )
    )


def _rendered(kind: AnswerKind, answer: Answer | None, names: Mapping[int, str]) -> str | None:
    named = kind.decode(answer, names) if answer is not None else None
    return None if named is None else kind.render(named)
