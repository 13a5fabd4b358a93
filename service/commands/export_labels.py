import sys
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Annotated

import typer

from postil import Project
from postil.connection import check_folder, write_whole
from postil.progress import Progress
from service.commands.client import as_ours, connect, project_of, say
from service.commands.options import ProjectRef, Token, Url
from service.exporting.export_format import EXPORT_FORMATS, RowCount
from service.kit.errors import PostilError
from service.kit.vocabulary import LabellingState

DEFAULT = "jsonl"


def export_labels(
    project: ProjectRef,
    output: Annotated[
        Path | None,
        typer.Option(
            "--output",
            "-o",
            help="File to write.",
            dir_okay=False,
            show_default="standard output",
        ),
    ] = None,
    format_name: Annotated[
        str | None,
        typer.Option(
            "--format",
            help="jsonl, parquet, csv or xlsx. CSV and Excel hold labels in columns, the others "
            "everything.",
            show_default="by the end of the file's name; without one jsonl",
        ),
    ] = None,
    unique: Annotated[
        bool, typer.Option("--unique", help="One line per item instead of one per imported row.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--everything", help="Include rows without a label.")
    ] = False,
    settled: Annotated[
        bool, typer.Option("--settled", help="Only rows whose label is settled.")
    ] = False,
    machine_labels: Annotated[
        bool,
        typer.Option(
            "--machine-labels", help="Include what the machine gave under its certificate."
        ),
    ] = False,
    url: Url = None,
    token: Token = None,
) -> None:
    """Take the labels away from a running service: a line for each imported row that has one."""
    if output is not None:
        with as_ours():
            check_folder(output)
    with connect(url, token) as server:
        connection = server.connection
        names = [each["name"] for each in connection.get("/export-formats")["results"]]
        chosen = _format(output, format_name, names)
        place = project_of(server, project)
        form = EXPORT_FORMATS.get(chosen)  # the service may have others
        count = (RowCount if form is None else form.count)(output)
        options = {
            "format": chosen,
            "unique": unique,
            "everything": everything,
            "settled": settled,
            "machine_labels": machine_labels,
        }
        with Progress("export") as bar:
            pieces = _counted(connection.pieces(f"{place.path}/export", bar, **options), count)
            if output is None:
                sys.stdout.buffer.writelines(pieces)
            else:
                write_whole(output, pieces)
        unsettled = 0 if settled else _unsettled(place)
    rows = count.rows()
    counted_rows = "" if rows is None else f"{rows:,} {'row' if rows == 1 else 'rows'}"
    where = "" if output is None else f"Wrote {output}{': ' if counted_rows else ''}"
    say(f"{where}{counted_rows}")
    if rows == 0 and not everything:
        what = "settled label" if settled else "label"
        hint = "" if settled else " --everything exports those without one, too."
        say(f"No text has a {what} yet.{hint}")
    if unsettled:
        say(_hint_of(unsettled))


def _counted(pieces: Iterable[bytes], count: RowCount) -> Iterator[bytes]:
    for piece in pieces:
        count.add(piece)
        yield piece


def _hint_of(unsettled: int) -> str:
    have = "text has a label that isn't" if unsettled == 1 else "texts have labels that aren't"
    return (
        f"{unsettled:,} {have} settled: people differ, or too few have answered. "
        "--settled leaves them out."
    )


def _unsettled(place: Project) -> int:
    """How many texts have a label that may still change."""
    query = {"state": LabellingState.PROVISIONAL, "limit": 1, "total": True}
    total: int = place.connection.get(f"{place.path}/items", **query)["total"]
    return total


def _format(output: Path | None, choice: str | None, names: Sequence[str]) -> str:
    """As it was asked for, else as the file's name ends. The two may not differ.

    Another ending would be a file that isn't what it is called.
    """
    choice = DEFAULT if choice == "ndjson" else choice
    if choice is not None and choice not in names:
        raise PostilError(f"--format: the service has no {choice!r}. It has {', '.join(names)}.")
    ending = "" if output is None else output.suffix.lower().removeprefix(".")
    by_name = {DEFAULT: DEFAULT, "ndjson": DEFAULT, **{each: each for each in names}}.get(ending)
    if output is not None and choice is not None and by_name not in (None, choice):
        raise PostilError(f"{output.name} ends like {by_name}, and --format says {choice}.")
    if ending and choice is None and by_name is None:
        listed = ", ".join(f".{each}" for each in names)
        raise PostilError(f"{output} ends like none of {listed}: say which it is by --format.")
    return choice or by_name or DEFAULT
