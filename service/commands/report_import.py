"""What became of an import, in lines."""

from collections.abc import Mapping, Sequence
from typing import Any

from postil import Project
from service.commands.client import say
from service.commands.option_words import in_options

LISTED = 10


def report_import(place: Project, done: Mapping[str, Any]) -> None:
    """Prints counts, warnings, refused rows and conflicts.

    A report without a job is of a file that was sent before: what became of it then.
    """
    at, again = f"{place.path}/imports/{done['import_id']}", done["job_id"] is None
    say(f"Project {place.id}: {place.name}")
    if again:
        say("This file was sent before: nothing has changed. What became of it then:")
    say(
        f"Import {done['import_id']}: {done['inserted']:,} of {done['received']:,} rows "
        f"{'were' if again else 'are'} new items, {done['duplicates']:,} were there already, "
        f"{done['rejected']:,} were refused."
    )
    if done["warnings"]:
        say("Taken, but look whether it is meant:")
        _list(place, at, "warnings", [_line(each) for each in done["warnings"]])
    if done["rejected"]:
        page = place.connection.get(f"{at}/rejected")
        lines = [_line(row) for row in page["results"]]
        say("Left out:")
        _list(place, f"{at}/rejected", "refused rows", lines, page["total"])
    if done["labels"] == "import":
        say(_about_labels(done))
    if done["conflicts"]:
        page = place.connection.get(f"{at}/conflicts")
        lines = [
            f"line {row['line']}: {row['label']!r}, the label is {row['kept']!r}"
            for row in page["results"]
        ]
        _list(place, f"{at}/conflicts", "conflicts", lines, page["total"])


def _about_labels(done: Mapping[str, Any]) -> str:
    labelled, conflicts = done["labelled"], done["conflicts"]
    if done["role"] == "evaluation":
        line = f"Test texts with their known answer: {labelled:,}."
    else:
        line = f"Known answers that are labels now: {labelled:,}."
    if conflicts:
        line += f" Rows with another label than the one that was there, which stays: {conflicts:,}."
    return line


def _line(row: Mapping[str, Any]) -> str:
    at = "" if row["line"] is None else f"line {row['line']}: "
    return in_options(f"{at}{row['detail']}")


def _list(
    place: Project, path: str, what: str, lines: Sequence[str], total: int | None = None
) -> None:
    for line in lines[:LISTED]:
        say(f"  {line}")
    left = (len(lines) if total is None else total) - LISTED
    if left > 0:
        url = f"{place.connection.api_url}{path}"
        say(f"  and {left:,} more {what}: on the project's page under Data, or GET {url}")
