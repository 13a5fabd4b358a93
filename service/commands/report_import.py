"""What became of an import, in lines."""

from collections.abc import Sequence
from typing import Any

import httpx
from rich.console import Console

from service.commands.connection import checked
from service.commands.option_words import in_options

LISTED = 10


def report_import(
    client: httpx.Client,
    path: str,
    done: dict[str, Any],
    project: dict[str, Any],
    console: Console,
    *,
    again: bool,
) -> None:
    """Prints counts, warnings, refused rows and conflicts.

    `again`: the file was sent before, and this is what became of it then.
    """
    at = f"{path}/{done['import_id']}"
    console.print(f"Project {project['id']}: {project['name']}", markup=False)
    if again:
        console.print("This file was sent before: nothing has changed. What became of it then:")
    console.print(
        f"Import {done['import_id']}: {done['inserted']:,} of {done['received']:,} rows "
        f"{'were' if again else 'are'} new items, {done['duplicates']:,} were there already, "
        f"{done['rejected']:,} were refused.",
        soft_wrap=True,
    )
    if done["warnings"]:
        console.print("Taken, but look whether it is meant:")
        _list(client, at, "warnings", [_line(each) for each in done["warnings"]], console)
    if done["rejected"]:
        page = checked(client.get(f"{at}/rejected"))
        lines = [_line(row) for row in page["results"]]
        console.print("Left out:")
        _list(client, f"{at}/rejected", "refused rows", lines, console, page["total"])
    if done["labels"] == "import":
        console.print(_about_labels(done), soft_wrap=True)
    if done["conflicts"]:
        page = checked(client.get(f"{at}/conflicts"))
        lines = [
            f"line {row['line']}: {row['label']!r}, the label is {row['kept']!r}"
            for row in page["results"]
        ]
        _list(client, f"{at}/conflicts", "conflicts", lines, console, page["total"])


def _about_labels(done: dict[str, Any]) -> str:
    labelled, conflicts = done["labelled"], done["conflicts"]
    if done["role"] == "evaluation":
        line = f"Test texts with their known answer: {labelled:,}."
    else:
        line = f"Known answers that are labels now: {labelled:,}."
    if conflicts:
        line += f" Rows with another label than the one that was there, which stays: {conflicts:,}."
    return line


def _line(row: dict[str, Any]) -> str:
    at = "" if row["line"] is None else f"line {row['line']}: "
    return in_options(f"{at}{row['detail']}")


def _list(
    client: httpx.Client,
    path: str,
    what: str,
    lines: Sequence[str],
    console: Console,
    total: int | None = None,
) -> None:
    for line in lines[:LISTED]:
        console.print(f"  {line}", markup=False, soft_wrap=True)
    left = (len(lines) if total is None else total) - LISTED
    if left > 0:
        url = f"{str(client.base_url).rstrip('/')}{path}"
        console.print(
            f"  and {left:,} more {what}: on the project's page under Data, or GET {url}",
            markup=False,
            soft_wrap=True,
        )
