import sys
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import IO, Annotated

import httpx
import typer
from rich.console import Console
from rich.progress import FileSizeColumn, Progress, SpinnerColumn, TimeElapsedColumn

from service.commands.connection import checked, connect, the_project
from service.commands.options import ProjectRef, Token, Url
from service.errors import PostilError


class Format(StrEnum):
    JSONL = "jsonl"
    CSV = "csv"
    PARQUET = "parquet"
    XLSX = "xlsx"


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
        Format, typer.Option("--format", help="CSV has the labels, the others have it all.")
    ] = Format.JSONL,
    unique: Annotated[
        bool, typer.Option("--unique", help="One line an item, not one an imported row.")
    ] = False,
    everything: Annotated[
        bool, typer.Option("--everything", help="Items without a label too.")
    ] = False,
    url: Url = None,
    token: Token = None,
) -> None:
    """Take the labels away from a running service: a line for each imported row."""
    if output is not None and not output.parent.is_dir():
        raise PostilError(f"There is no folder {output.parent} to write {output.name} to.")
    options = {"format": format_name.value, "unique": unique, "everything": everything}
    console = Console(stderr=True)
    with connect(url, token) as client:
        path = f"/projects/{the_project(client, project)['id']}/export"
        with (
            client.stream("GET", path, params=options) as response,
            _opened(output) as file,
            _progress(console) as progress,
        ):
            _copy(response, file, progress)
    if output is not None:
        console.print(f"Wrote {output}")


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


def _copy(response: httpx.Response, file: IO[bytes], progress: Progress) -> None:
    if response.is_error:
        checked(response)
    bar = progress.add_task("exporting", total=None)
    for piece in response.iter_bytes():
        file.write(piece)
        progress.advance(bar, len(piece))
