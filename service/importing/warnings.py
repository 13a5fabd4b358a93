"""What was taken but may not be meant is noted with the import, once."""

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.importing.queries.import_rows import Identified, ImportRows
from service.jobs.run_job import JobRun, assert_claimed
from service.pool.queries.imports import Imports
from service.pool.tables.items import Import

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
