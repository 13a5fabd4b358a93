"""An import, the rows of it that were refused or contradict a label, and what may not be meant."""

import json
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict
from itertools import islice

from service.answers import AnswerKind, answer_kind
from service.answers.answer import Answer
from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.importing.queries.import_rows import Identified, ImportRows
from service.importing.shapes import ConflictingRow, FileWarning, ImportReport, RejectedRow
from service.jobs.run_job import JobRun, assert_claimed
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


MOST_WARNINGS = 100
MORE = f"There are more warnings: the first {MOST_WARNINGS} are kept."


class Warnings:
    """What an import is warned of. An attempt that goes on knows what the one before noted."""

    def __init__(self, app: App, run: JobRun, upload: Import) -> None:
        self._app, self._run, self._import_id = app, run, upload.id
        self._noted = [(entry["line"], entry["detail"]) for entry in upload.warnings]
        self._seen = {*self._noted}
        self._fresh = False

    def warn(self, line: int | None, detail: str) -> None:
        """`line` is where it stands in the file; None for what concerns all of it."""
        if (line, detail) in self._seen or len(self._noted) > MOST_WARNINGS:
            return
        if len(self._noted) == MOST_WARNINGS:
            line, detail = None, MORE
        self._seen.add((line, detail))
        self._noted.append((line, detail))
        self._fresh = True

    def keep(self) -> None:
        """Writes them down. Before the rows they are about: what was read twice is told once."""
        if not self._fresh:
            return
        with self._app.write() as uow:
            assert_claimed(uow, self._run)
            upload = uow[Imports].lock(self._run.project_id, self._import_id)
            upload.warnings = [{"line": line, "detail": detail} for line, detail in self._noted]
        self._fresh = False


def warn_of_test_texts_in_pool(app: App, upload: Import, warnings: Warnings) -> None:
    with app.read() as uow:
        count = uow[ImportRows].in_pool_and_test_set(upload)
    if count:
        warnings.warn(
            None,
            f"In the test set and in the pool as well: {count:,} "
            f"{'text' if count == 1 else 'texts'}. A model may learn from these, so the figure on "
            "the test set leaves them out.",
        )


NAMED = 10
"""Ids; a file whose rows are counted from 1, as those of another were, shares all of them."""


def warn_of_shared_ids(app: App, upload: Import, warnings: Warnings) -> None:
    """Warns of the import's rows whose id another text has, by their lines."""
    with app.read() as uow:
        count, shared = uow[ImportRows].shared_ids(upload, NAMED)
        for external_id in shared:
            first = uow[ImportRows].first_with_id(upload, external_id)
            other = uow[ImportRows].other_with_id(upload, first)
            if other is not None:
                where = _place(uow, upload, first)
                detail = f"The id {external_id!r} is that of another text, too: {where}."
                warnings.warn(other.line, f"{detail} Both keep it.")
    if count > NAMED:
        warnings.warn(None, f"{count - NAMED:,} more ids are those of several texts.")


def _place(uow: UnitOfWork, upload: Import, row: Identified) -> str:
    if row.import_id == upload.id:
        return f"line {row.line:,}"
    name = uow[Imports].file_names([row.import_id])[row.import_id]
    return f"line {row.line:,} of {name or f'import {row.import_id}'}"
