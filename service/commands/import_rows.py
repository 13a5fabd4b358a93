import time
from collections.abc import Iterator
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated, Any

import httpx
import typer
from rich.console import Console
from rich.progress import Progress

from service.commands.connection import checked, connect, find_project, sendable, the_project
from service.commands.option_words import in_options
from service.commands.options import ProjectRef, Token, Url
from service.commands.report_import import report_import
from service.commands.upload import bars, content_type, send_file
from service.kit.errors import PostilError
from service.kit.vocabulary import ItemRole

POLL_SECONDS = 0.2


class Quoting(StrEnum):
    STANDARD = "standard"
    NONE = "none"


class Header(StrEnum):
    FIRST_LINE = "first-line"
    NONE = "none"


class Surplus(StrEnum):
    REFUSE = "refuse"
    TEXT = "text"


class LabelsInFile(StrEnum):
    IMPORT = "import"
    IGNORE = "ignore"


def import_rows(
    file: Annotated[
        Path,
        typer.Argument(
            help="CSV, TSV, NDJSON, JSON or Parquet file with texts; each may end in .gz.",
            exists=True,
            dir_okay=False,
        ),
    ],
    project: ProjectRef,
    text: Annotated[str, typer.Option(help="Column that holds the text.")] = "text",
    id_column: Annotated[
        str | None,
        typer.Option("--id", help="Column that holds the row's own id.", show_default="id"),
    ] = None,
    label: Annotated[
        str | None,
        typer.Option(help="Column that holds a known answer.", show_default="label"),
    ] = None,
    role: Annotated[
        ItemRole, typer.Option(help="pool: texts to label; evaluation: a test set.")
    ] = ItemRole.POOL,
    labels: Annotated[
        LabelsInFile | None,
        typer.Option(
            help="import: known answers become labels; those of a test set always do. "
            "ignore: they stay data.",
            show_default="ignore",
        ),
    ] = None,
    create_classes: Annotated[
        bool, typer.Option("--create-classes", help="Add classes that only the file names.")
    ] = False,
    encoding: Annotated[
        str | None,
        typer.Option(help="Encoding of a text file, such as windows-1252.", show_default="utf-8"),
    ] = None,
    quoting: Annotated[
        Quoting,
        typer.Option(help="none: quotation marks in CSV and TSV are ordinary characters."),
    ] = Quoting.STANDARD,
    header: Annotated[
        Header | None,
        typer.Option(
            help="none: the first line of CSV and TSV is a row like the others.",
            show_default="first-line",
        ),
    ] = None,
    surplus: Annotated[
        Surplus,
        typer.Option(help="text: fields that are too many in a row belong to its text."),
    ] = Surplus.REFUSE,
    fold_case: Annotated[
        bool, typer.Option("--fold-case", help="Match class names in any case.")
    ] = False,
    separator: Annotated[
        str | None,
        typer.Option(help="Separator between the classes of an answer, if it may have several."),
    ] = None,
    allow_refused: Annotated[
        bool, typer.Option("--allow-refused", help="Exit with status 0 even if rows were refused.")
    ] = False,
    key: Annotated[
        str | None, typer.Option(help="Name of this import. The same name again changes nothing.")
    ] = None,
    classes: Annotated[
        list[str] | None,
        typer.Option(
            "--class", help="If the project doesn't exist, create it with this class. Repeatable."
        ),
    ] = None,
    several: Annotated[
        bool,
        typer.Option(
            "--several",
            help="Create it with several classes a text. --separator does so too.",
        ),
    ] = False,
    url: Url = None,
    token: Token = None,
) -> None:
    """Put texts into a project of a running service.

    Refused rows are listed with their line, and the exit status is 1; the others are imported.
    The same file sent again is the same import.
    """
    headers = {"Content-Type": content_type(file, encoding)} | _named(key)
    usual = LabelsInFile.IMPORT if role is ItemRole.EVALUATION else LabelsInFile.IGNORE
    of_labels = {"--create-classes": create_classes, "--fold-case": fold_case}
    for option, is_given in of_labels.items():
        if is_given and (labels or usual) is not LabelsInFile.IMPORT:
            raise PostilError(f"{option} needs --labels import.")
    parameters = {
        "file_name": file.name,
        "text": text,
        "id": id_column or None,
        "label": label or None,
        "role": role.value,
        "labels": None if labels is None else labels.value,
        "create_classes": str(create_classes),
        "quoting": quoting.value,
        "header": None if header is None else header.value,
        "surplus": surplus.value,
        "fold_case": str(fold_case),
        "separator": separator,
    }
    query = {name: value for name, value in parameters.items() if value is not None}
    console = Console(stderr=True)
    kind = "multi_label" if several or separator is not None else "single_label"
    new = {
        "name": project,
        "answer_kind": kind,
        "classes": [{"name": name} for name in classes or []],
    }
    with connect(url, token) as client:
        project_info, is_new = _project(client, new, create_classes, console)
        path = f"/projects/{project_info['id']}/imports"
        with _removed_on_failure(client, project_info, is_new), bars(console) as progress:
            sent = send_file(client, path, file, query, headers, progress)
            done = _wait(client, path, sent, progress)
        report_import(client, path, done, project_info, console, again=sent["job_id"] is None)
    if done["rejected"] and not allow_refused:
        raise typer.Exit(1)


def _named(key: str | None) -> dict[str, str]:
    return {} if key is None else {"Idempotency-Key": sendable("--key", key)}


def _project(
    client: httpx.Client, new: dict[str, Any], create_classes: bool, console: Console
) -> tuple[dict[str, Any], bool]:
    """The project of this id or name, and whether it is new: where classes are named and there is
    none, it is opened."""
    reference, classes = new["name"], [each["name"] for each in new["classes"]]
    project = find_project(client, reference)
    if project is None and (classes or create_classes):
        return dict(checked(client.post("/projects", json=new))), True
    if project is None:
        project = the_project(
            client, reference, "`--class`, once for each of its classes, opens it."
        )
    there = checked(client.get(f"/projects/{project['id']}"))
    if new["answer_kind"] == "multi_label" != there["answer_kind"]:
        raise PostilError(
            f"Texts of {there['name']!r} have one class each. Leave out --several and --separator, "
            "or name a new project."
        )
    names = {each["name"] for each in there["classes"]}
    if lacks := [repr(name) for name in classes if name not in names]:
        console.print(
            f"The project exists, so `--class` adds nothing. Add {', '.join(lacks)} in its "
            "settings.",
            markup=False,
            soft_wrap=True,
        )
    return project, False


@contextmanager
def _removed_on_failure(
    client: httpx.Client, project: dict[str, Any], is_new: bool
) -> Iterator[None]:
    """A project that was opened for an import is removed where that is refused or fails."""
    try:
        yield
    except PostilError as error:
        if not is_new:
            raise
        path = f"/projects/{project['id']}"
        imports = checked(client.get(f"{path}/imports"))["results"]
        # One that didn't fail goes on there, whatever was said of it here.
        if any(each["state"] != "failed" for each in imports) or client.delete(path).is_error:
            raise
        raise PostilError(f"{error}\nThe project opened for it is removed again.") from error


def _wait(
    client: httpx.Client, path: str, sent: dict[str, Any], progress: Progress
) -> dict[str, Any]:
    """Follows the import to its end; raises when it failed. One sent before has no job to see."""
    is_again = sent["job_id"] is None
    bar = progress.add_task("importing", total=None, visible=not is_again)
    while True:
        if not is_again:
            job = checked(client.get(f"/jobs/{sent['job_id']}"))
            progress.update(bar, completed=job["done"], total=job["total"])
        state: dict[str, Any] = checked(client.get(f"{path}/{sent['import_id']}"))
        if state["state"] == "ready":
            return state
        if state["state"] != "running":
            raise PostilError(f"The import failed: {in_options(state['error'] or state['state'])}")
        time.sleep(POLL_SECONDS)
