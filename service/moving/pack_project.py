"""Writes a project into a file, whole: with it goes what decides which items are audited."""

import os
from collections.abc import Iterable, Sequence
from importlib.metadata import version
from pathlib import Path
from typing import Any

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.work import WorkDone
from service.kit.errors import Conflict, NotFound
from service.kit.vocabulary import ImportState, ProjectState
from service.moving.moving_file import FORMAT, MovingFileWriter
from service.moving.queries.moved_tables import MOVED, Moved
from service.moving.queries.moves import Moves
from service.pool.queries.imports import Imports
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project

CHANGES_ROWS = ("import", "withdraw", "resettle")
"""Kinds of job that change what people and files have said."""


def pack_project(app: App, project_id: int, file: Path) -> int:
    """How many rows went in. The file gets its name when it is whole, and is its owner's alone.

    Raises `Conflict` unless the project is archived, so that nothing is said meanwhile, and no
    work is under way that changes it.
    """
    part = file.with_name(f"{file.name}.part")
    part.unlink(missing_ok=True)
    part.touch(0o600)
    try:
        with app.read() as uow, part.open("wb") as written:
            project = uow[Projects].get(project_id)
            _check_quiet(uow, project)
            count = _write(uow, project, MovingFileWriter(written), app.database.revision())
            written.flush()
            os.fsync(written.fileno())
        part.replace(file)
    finally:
        part.unlink(missing_ok=True)
    return count


def project_called(uow: UnitOfWork, reference: str) -> Project:
    """The project with this id or, else, this name."""
    projects = list(uow[Projects].called(reference))
    if len(projects) > 1:
        ids = ", ".join(str(project.id) for project in projects)
        raise Conflict(f"Several projects are called {reference!r}; give one's id: {ids}")
    if projects:
        return projects[0]
    if reference.isdecimal():
        return uow[Projects].get(int(reference))
    raise NotFound(f"There is no project called {reference!r}.")


def _write(
    uow: UnitOfWork, project: Project, writer: MovingFileWriter, revision: str | None
) -> int:
    writer.line({"postil_move": FORMAT, "postil": version("postil"), "revision": revision})
    count = 0
    for moved in MOVED:
        count += writer.table(moved, _rows(uow, project.id, moved))
    writer.line({"rows_in_all": count})
    writer.close()
    return count


def _rows(uow: UnitOfWork, project_id: int, moved: Moved) -> Iterable[Sequence[Any]]:
    if moved.name == "past_work":  # with what those jobs took whose rows stay behind
        return [(project_id, *each) for each in uow[WorkDone].by_kind(project_id)]
    return uow[Moves].rows(moved.name, moved.columns, project_id)


def _check_quiet(uow: UnitOfWork, project: Project) -> None:
    if project.state is not ProjectState.ARCHIVED:
        raise Conflict(
            f"{project.name} isn't archived. Archive it first, so that nobody labels here while it "
            "moves: in its settings, or by PATCH with state=archived."
        )
    if project.certifying:
        raise Conflict("A certificate is under way. End it first: what it froze doesn't move.")
    if any(uow[Jobs].open_of(project.id, kind) for kind in CHANGES_ROWS) or any(
        each.state is ImportState.RUNNING for each in uow[Imports].of(project.id)
    ):
        raise Conflict("A file is being read or cleared away. Try again when that is done.")
