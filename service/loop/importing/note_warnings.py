"""Notes with an import what was taken but may not be meant, once however often it is read."""

from service.loop.app import App
from service.loop.jobs.assert_claimed import assert_claimed
from service.loop.jobs.run_job import JobRun
from service.models import Import
from service.store.imports import Imports

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
