"""The command `postil`: finds the verb that is called, and imports nothing else.

A room that may be absent has its verbs in files `verb_NAME.py`. Those of other parts join by the
entry-point group `postil.commands`; its values name functions with typer's annotations.
`postil --help` reads the first line of each verb's docstring from its source, so that it needs
neither their imports (torch, celery) nor a second place where a verb is described.
"""

import ast
import os
import sys
from collections.abc import Iterator
from functools import cache
from importlib import import_module
from importlib.metadata import entry_points, version
from importlib.util import find_spec
from pathlib import Path
from typing import Annotated, Any

import typer
from pydantic import ValidationError
from typer.core import TyperCommand, TyperGroup

from service.commands.option_words import in_options
from service.installation import how_to_install
from service.kit.errors import PostilError
from service.kit.gc_tuning import without_looking

GROUP = "postil.commands"
OWN = {
    "serve": "service.commands.serve:serve",
    "import": "service.commands.import_rows:import_rows",
    "revert": "service.commands.revert_import:revert_import",
    "export": "service.commands.export_labels:export_labels",
    "token": "service.commands.token:token",
    "backup": "service.commands.backup:backup",
    "restore": "service.commands.backup:restore",
    "api": "service.commands.api:api",
    "migrate": "service.commands.migrate:migrate",
}


@cache
def verbs() -> dict[str, str]:
    """Every verb, and the `module:function` that carries it out."""
    joined = {point.name: point.value for point in entry_points(group=GROUP)}
    there = {name: value for name, value in sorted(joined.items()) if _is_there(value)}
    return OWN | {name: value for name, value in (_of_rooms() | there).items() if name not in OWN}


def _of_rooms() -> dict[str, str]:
    """Verbs of rooms that may be absent: `verb_move.py` has the function `move`."""
    files = sorted(Path(__file__).parent.glob("*/verb_*.py"), key=lambda file: file.stem)
    return {
        name: f"service.{file.parent.name}.{file.stem}:{name}"
        for file in files
        for name in [file.stem.removeprefix("verb_")]
    }


def _is_there(value: str) -> bool:
    """Whether the package of a verb is: it may be that of a room that is absent."""
    module = value.partition(":")[0]
    return find_spec(module.rpartition(".")[0] or module) is not None


def load(verb: str) -> Any:
    """The verb's command. Only now is its module imported."""
    module, _, function = verbs()[verb].partition(":")
    try:
        with without_looking():
            command = getattr(import_module(module), function)
    except ModuleNotFoundError as error:
        raise PostilError(
            f"`postil {verb}` needs the package {error.name}, which isn't installed. "
            f"Run: {how_to_install()}"
        ) from error
    alone = typer.Typer(add_completion=False, rich_markup_mode="markdown")
    alone.command(verb)(command)
    return typer.main.get_command(alone)


def summary(verb: str) -> str:
    """The first line of a verb's docstring, read from the source without running it."""
    module, _, function = verbs()[verb].partition(":")
    spec = find_spec(module)
    if spec is None or spec.origin is None or not spec.origin.endswith(".py"):
        return ""
    for node in ast.parse(Path(spec.origin).read_text(encoding="utf-8")).body:
        if isinstance(node, ast.FunctionDef) and node.name == function:
            return (ast.get_docstring(node) or "").partition("\n")[0]
    return ""


class Verbs(TyperGroup):
    """A group whose verbs are imported when called, and only described when listed."""

    def list_commands(self, _context: typer.Context) -> list[str]:  # type: ignore[override]
        return list(verbs())

    def get_command(self, _context: typer.Context, name: str) -> Any:  # type: ignore[override]
        return TyperCommand(name, help=summary(name)) if name in verbs() else None

    def resolve_command(self, context: typer.Context, args: list[str]) -> Any:  # type: ignore[override]
        self.commands = {verb: TyperCommand(verb) for verb in verbs()}  # of which it guesses a typo
        name, command, rest = super().resolve_command(context, args)
        return name, load(name) if name in verbs() else command, rest


def show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"postil {version('postil')}")
        raise typer.Exit


app = typer.Typer(
    cls=Verbs,
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
    rich_markup_mode="markdown",
)


@app.callback()
def postil(
    _version: Annotated[
        bool,
        typer.Option("--version", callback=show_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """Label as little as possible, and see how much you saved.

    **postil serve** starts everything on this machine; then open the link it prints.
    """


def main() -> None:
    """Runs `postil`. What the caller can do something about is said in one line."""
    try:
        try:
            app()
        finally:
            flush_output()
    except PostilError as error:
        sys.exit(f"postil: {in_options(error.detail)}")
    except ValidationError as error:
        if error.title != "Settings":
            raise
        sys.exit(f"postil: {'; '.join(wrong_settings(error))}")
    except BrokenPipeError:
        sys.exit(1)
    except OSError as error:
        about = "" if error.filename is None else f"{error.filename}: "
        sys.exit(f"postil: {about}{error.strerror or error}")


def flush_output() -> None:
    """Before Python does, whose words about a full disk or a closed pipe would be several lines."""
    if sys.stdout is None:  # whoever started this closed it
        return
    try:
        sys.stdout.flush()
    except OSError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        raise


def wrong_settings(error: ValidationError) -> Iterator[str]:
    """Each setting that can't be what it is, by the name of its environment variable."""
    for wrong in error.errors():
        message = wrong["msg"]
        yield f"POSTIL_{str(wrong['loc'][0]).upper()}: {message[:1].lower()}{message[1:]}"
