import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO, Annotated

import httpx
import typer
from rich.console import Console
from rich.progress import FileSizeColumn, Progress, SpinnerColumn, TimeElapsedColumn

from service.commands.connection import checked, connect, the_project
from service.commands.options import ProjectRef, Token, Url
from service.exporting.export_format import EXPORT_FORMATS, RowCount
from service.kit.errors import PostilError
from service.kit.vocabulary import LabellingState

DEFAULT = "jsonl"
# A workbook begins to come when it is whole.
UNHURRIED = httpx.Timeout(60.0, connect=5.0, read=None)


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
    if output is not None and not output.parent.is_dir():
        raise PostilError(f"There is no folder {output.parent} to write {output.name} to.")
    console = Console(stderr=True)
    with connect(url, token) as client:
        names = [each["name"] for each in checked(client.get("/export-formats"))["results"]]
        chosen = _format(output, format_name, names)
        options: dict[str, str | bool] = {
            "format": chosen,
            "unique": unique,
            "everything": everything,
            "settled": settled,
            "machine_labels": machine_labels,
        }
        path = f"/projects/{the_project(client, project)['id']}"
        with (
            client.stream("GET", f"{path}/export", params=options, timeout=UNHURRIED) as response,
            _opened(output) as file,
            _progress(console) as progress,
        ):
            form = EXPORT_FORMATS.get(chosen)  # the service may have others
            count = (RowCount if form is None else form.count)(output)
            _copy(response, file, progress, count)
        unsettled = 0 if settled else _unsettled(client, path)
    rows = count.rows()
    counted_rows = "" if rows is None else f"{rows:,} {'row' if rows == 1 else 'rows'}"
    where = "" if output is None else f"Wrote {output}{': ' if counted_rows else ''}"
    console.print(f"{where}{counted_rows}", markup=False, soft_wrap=True)
    if rows == 0 and not everything:
        what = "settled label" if settled else "label"
        hint = "" if settled else " --everything exports those without one, too."
        console.print(f"No text has a {what} yet.{hint}")
    if unsettled:
        console.print(_hint_of(unsettled), soft_wrap=True)


def _hint_of(unsettled: int) -> str:
    have = "text has a label that isn't" if unsettled == 1 else "texts have labels that aren't"
    return (
        f"{unsettled:,} {have} settled: people differ, or too few have answered. "
        "--settled leaves them out."
    )


def _unsettled(client: httpx.Client, path: str) -> int:
    """How many texts have a label that may still change."""
    query: dict[str, str | int] = {"state": LabellingState.PROVISIONAL, "limit": 1, "total": True}
    total: int = checked(client.get(f"{path}/items", params=query))["total"]
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


@contextmanager
def _opened(output: Path | None) -> Iterator[IO[bytes]]:
    """The file to write. It gets its name when it is whole: half an export looks like one."""
    if output is None:
        yield sys.stdout.buffer
        return
    part = output.with_name(output.name + ".part")
    try:
        with part.open("wb") as file:
            yield file
        part.replace(output)
    finally:
        part.unlink(missing_ok=True)


def _progress(console: Console) -> Progress:
    columns = (SpinnerColumn(), FileSizeColumn(), TimeElapsedColumn())
    return Progress(*columns, console=console, transient=True)


def _copy(response: httpx.Response, file: IO[bytes], progress: Progress, count: RowCount) -> None:
    """The file as it comes; its rows are counted."""
    if response.is_error:
        checked(response)
    bar = progress.add_task("exporting", total=None)
    for piece in response.iter_bytes():
        file.write(piece)
        count.add(piece)
        progress.advance(bar, len(piece))
