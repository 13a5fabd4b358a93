"""Options that several verbs share, and the settings they make."""

import shlex
from pathlib import Path
from typing import Annotated

import typer

from service.kit.errors import PostilError
from service.kit.settings import Settings

DataDir = Annotated[
    Path | None,
    typer.Option(help="Data directory.", envvar="POSTIL_DATA_DIR", show_default=False),
]
Host = Annotated[
    str | None,
    typer.Option(help="Address to listen on.", envvar="POSTIL_HOST", show_default="127.0.0.1"),
]
Port = Annotated[
    int | None,
    typer.Option(
        help="Port to listen on; when it is taken, the next free one.",
        envvar="POSTIL_PORT",
        min=0,
        max=65_535,
        show_default="8765",
    ),
]
Url = Annotated[
    str | None,
    typer.Option(
        help="Address of the service.",
        envvar="POSTIL_URL",
        show_default="the one that runs on the data directory, else http://127.0.0.1:8765",
    ),
]
Token = Annotated[
    str | None,
    typer.Option(
        help="API token; make one with `postil token`.", envvar="POSTIL_TOKEN", show_default=False
    ),
]
ProjectRef = Annotated[str, typer.Option("--project", "-p", help="The project's id or name.")]


def existing(settings: Settings) -> Settings:
    """The same. Raises where there is no data yet: a mistyped folder should not make some."""
    if not settings.database_url and not settings.sqlite_file.exists():
        raise PostilError(
            f"There is no Postil in {settings.data_dir}. "
            "Give --data-dir, or start it with `postil serve`."
        )
    return settings


def naming(data_dir: Path) -> str:
    """The option that names the data directory to another verb, unless it is the usual one."""
    if data_dir == Settings.model_fields["data_dir"].default:
        return ""
    return f" --data-dir {shlex.quote(str(data_dir.absolute()))}"
