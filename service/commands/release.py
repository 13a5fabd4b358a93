import json
import sys
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer

from service.commands.connection import checked, connect, the_project
from service.commands.options import ProjectRef, Token, Url
from service.kit.errors import PostilError
from service.kit.vocabulary import Rung
from service.releasing.make_release import make_release
from service.releasing.released_rows import Choice

POLL_SECONDS = 0.2
UNHURRIED = httpx.Timeout(60.0, connect=5.0, read=None)


def release(
    project: ProjectRef,
    texts: Annotated[
        bool,
        typer.Option("--texts", help="Include the texts. This or --no-texts is required."),
    ] = False,
    no_texts: Annotated[bool, typer.Option("--no-texts", help="Don't include the texts.")] = False,
    column: Annotated[
        list[str] | None,
        typer.Option(
            help="Include this column of the rows' data. Repeatable.", show_default="none"
        ),
    ] = None,
    ids: Annotated[
        bool, typer.Option("--ids", help="Include the ids that rows came with.")
    ] = False,
    guidelines: Annotated[
        bool, typer.Option("--guidelines", help="Include the guidelines.")
    ] = False,
    model: Annotated[
        bool, typer.Option("--model", help="Include the model, of the last measured round.")
    ] = False,
    fast: Annotated[
        bool, typer.Option("--fast", help="With --model: the fast model instead of the full one.")
    ] = False,
    licence: Annotated[
        str, typer.Option("--license", help="Licence, as Hugging Face names it, such as cc-by-4.0.")
    ] = "unknown",
    output: Annotated[
        Path, typer.Option("--output", "-o", help="Folder to write to.", file_okay=False)
    ] = Path(),
    url: Url = None,
    token: Token = None,
) -> None:
    """Make a folder with the labels for others: Parquet, a data card, hashes, and no names.

    `datasets` and `huggingface_hub` read it as it is. It never changes: the next one is a new
    version.
    """
    if texts == no_texts:
        raise PostilError("Say whether the texts go out: --texts or --no-texts, one of the two.")
    if not output.is_dir():
        raise PostilError(f"There is no folder {output} to put it in.")
    if fast and not model:
        raise PostilError("--fast says which model goes out: add --model.")
    rung = (Rung.FAST if fast else Rung.FULL) if model else None
    choice = Choice(texts, ids, tuple(column or ()), guidelines, rung, licence)
    with connect(url, token) as client:
        served = the_project(client, project)
        outcome = make_release(_Served(client), served["id"], choice, output)
    for each in outcome.behind:
        print(f"The model: {each}", file=sys.stderr)
    print(f"Wrote {outcome.folder}: look at its README.md before you share it.", file=sys.stderr)


class _Served:
    """The running service."""

    def __init__(self, client: httpx.Client) -> None:
        self._client = client

    def get(self, path: str, **query: Any) -> Any:
        return checked(self._client.get(path, params=query))

    def rows(self, path: str) -> Iterator[Mapping[str, Any]]:
        cursor: str | None = ""
        while cursor is not None:
            page = self.get(path, **({"cursor": cursor} if cursor else {}))
            yield from page["results"]
            cursor = page["next"]

    def lines(self, path: str, **query: Any) -> Iterator[Mapping[str, Any]]:
        with self._client.stream("GET", path, params=query, timeout=UNHURRIED) as response:
            if response.is_error:
                checked(response)
            yield from map(json.loads, response.iter_lines())

    def file(self, path: str, place: Path) -> None:
        with self._client.stream("GET", path, timeout=UNHURRIED) as response:
            if response.is_error:
                checked(response)
            with place.open("wb") as written:
                for piece in response.iter_bytes():
                    written.write(piece)

    def prepare(self, path: str) -> None:
        job = checked(self._client.post(path))
        print("A worker prepares the model, which may take some minutes.", file=sys.stderr)
        while job["finished_at"] is None:
            time.sleep(POLL_SECONDS)
            job = checked(self._client.get(f"/jobs/{job['id']}"))
        if job["state"] != "done":
            raise PostilError(job["error"] or "The job was cancelled.")
