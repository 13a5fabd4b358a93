"""A file on its way to the service: sent in pieces, so that its size is no matter."""

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import httpx
from rich.console import Console
from rich.progress import BarColumn, DownloadColumn, Progress, TextColumn, TimeRemainingColumn

from service.commands.connection import checked, sendable
from service.importing.formats import ENDINGS, content_type_of, what_to_send
from service.kit.errors import PostilError

CHUNK = 256 * 1024


def content_type(file: Path, encoding: str | None) -> str:
    """By the end of its name, with the encoding that was said."""
    content_type = content_type_of(file.name)
    if content_type is None:
        raise PostilError(f"{file.name} can't be imported. {what_to_send(file.name, ENDINGS)}")
    if encoding is None:
        return content_type
    return f"{content_type}; charset={sendable('--encoding', encoding)}"


def bars(console: Console) -> Progress:
    """What shows how far a file is."""
    return Progress(
        TextColumn("{task.description:<9}"),
        BarColumn(),
        DownloadColumn(),
        TimeRemainingColumn(),
        console=console,
    )


def send_file(
    client: httpx.Client,
    path: str,
    file: Path,
    query: Mapping[str, str],
    headers: Mapping[str, str],
    progress: Progress,
) -> dict[str, Any]:
    """What the service answers to it."""
    size = file.stat().st_size
    bar = progress.add_task("sending", total=size)

    def pieces() -> Iterator[bytes]:
        with file.open("rb") as source:
            while piece := source.read(CHUNK):
                yield piece
                progress.advance(bar, len(piece))

    answer: dict[str, Any] = checked(
        client.post(
            path,
            params=query,
            headers={**headers, "Content-Length": str(size)},
            content=pieces(),
        )
    )
    return answer
