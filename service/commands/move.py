import sys
from pathlib import Path
from typing import Annotated, Literal

import typer

from service import bootstrap
from service.app import App
from service.commands.options import DataDir, existing
from service.kit.errors import PostilError
from service.kit.settings import settings_with
from service.moving.pack_project import pack_project, project_called
from service.moving.unpack_project import unpack_project
from service.people.sign_in import first_admin


def move(
    way: Annotated[
        Literal["out", "in"],
        typer.Argument(help="`out` writes a project to the file, `in` reads it."),
    ],
    file: Annotated[Path, typer.Argument(help="File that holds the project.", dir_okay=False)],
    project: Annotated[
        str | None,
        typer.Option(
            "--project", "-p", help="With `out`: the project's id or name.", show_default=False
        ),
    ] = None,
    data_dir: DataDir = None,
) -> None:
    """Move a project to another Postil, with its labels and figures.

    Works on the database directly, so it is for whoever runs the service. The file holds every text
    and answer, and what decides which items are audited: keep it like a password.
    """
    app = bootstrap.build(existing(settings_with(data_dir=data_dir)), check_schema=True)
    try:
        if way == "out":
            _out(app, file, project)
        else:
            _in(app, file)
    finally:
        app.close()


def _out(app: App, file: Path, reference: str | None) -> None:
    if reference is None:
        raise PostilError("Say which project: --project ID or NAME.")
    if not file.parent.is_dir():
        raise PostilError(f"There is no folder {file.parent} to write {file.name} to.")
    with app.read() as uow:
        project = project_called(uow, reference)
    rows = pack_project(app, project.id, file)
    print(
        f"Wrote {file}: {rows:,} rows of all tables, {file.stat().st_size:,} bytes.",
        file=sys.stderr,
    )
    print("Keep it like a password, and delete it when it has arrived.", file=sys.stderr)


def _in(app: App, file: Path) -> None:
    if not file.is_file():
        raise PostilError(f"There is no file {file}.")
    with app.write() as uow:
        admin_id = first_admin(uow)[0].id
    project = unpack_project(app, file, admin_id)
    print(f"Project {project.id}: {project.name}. Its texts become vectors now.", file=sys.stderr)
    print("People come in by a link that you make for them, each their own.", file=sys.stderr)
