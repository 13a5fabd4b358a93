import sys
from contextlib import closing
from pathlib import Path
from typing import Annotated, Literal

import typer

from service import bootstrap
from service.app import App
from service.commands.migrate import upgrade
from service.commands.options import DataDir, existing, naming
from service.kit.errors import PostilError
from service.kit.settings import Settings, make_data_folder, settings_with
from service.moving.moving_file import check_whole
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
    again: Annotated[
        bool,
        typer.Option("--again", help="With `in`: a second copy where the project is here already."),
    ] = False,
    data_dir: DataDir = None,
) -> None:
    """Move a project to another Postil, with its labels and figures.

    `in` makes the data directory where there is none.
    Works on the database directly, so it is for whoever runs the service. The file holds every text
    and answer, and what decides which items are audited: keep it like a password.
    """
    settings = settings_with(data_dir=data_dir)
    if way == "out":
        with closing(bootstrap.build(existing(settings), check_schema=True)) as app:
            _out(app, file, project)
        return
    if not file.is_file():
        raise PostilError(f"There is no file {file}.")
    is_new = not settings.database_url and not settings.sqlite_file.exists()
    if is_new:
        check_whole(file, settings.max_project_bytes)  # before anything is made
    with closing(_new(settings) if is_new else bootstrap.build(settings, check_schema=True)) as app:
        _in(app, file, again)
    if is_new:
        here = naming(settings.data_dir)
        print(f"Start it: postil serve{here}", file=sys.stderr)
        print(f"Your way in: postil token --sign-in{here}", file=sys.stderr)


def _new(settings: Settings) -> App:
    """A Postil in a data directory that has none, as `serve` makes it."""
    make_data_folder(settings.data_dir)
    app = bootstrap.build(settings)
    try:
        upgrade(app)
    except BaseException:
        app.close()
        raise
    print(f"Made a new Postil in {settings.data_dir}.", file=sys.stderr)
    return app


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


def _in(app: App, file: Path, again: bool) -> None:
    with app.write() as uow:
        admin_id = first_admin(uow)[0].id
    project = unpack_project(app, file, admin_id, again=again)
    print(f"Project {project.id}: {project.name}. Its texts become vectors now.", file=sys.stderr)
    print("People come in by a link that you make for them, each their own.", file=sys.stderr)
