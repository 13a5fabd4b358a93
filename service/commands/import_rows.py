from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import typer

from postil import NoProject, Project, Server
from postil.importing import send_upload
from postil.progress import Progress
from service.commands.client import as_ours, connect, project_of, say, sendable
from service.commands.option_words import in_options
from service.commands.options import ProjectRef, Token, Url
from service.commands.report_import import report_import
from service.commands.upload import upload_of
from service.kit.errors import PostilError
from service.kit.vocabulary import ItemRole


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
    body = upload_of(file, encoding)
    key = None if key is None else sendable("--key", key)
    usual = LabelsInFile.IMPORT if role is ItemRole.EVALUATION else LabelsInFile.IGNORE
    of_labels = {"--create-classes": create_classes, "--fold-case": fold_case}
    for option, is_given in of_labels.items():
        if is_given and (labels or usual) is not LabelsInFile.IMPORT:
            raise PostilError(f"{option} needs --labels import.")
    query = {
        "text": text,
        "id": id_column or None,
        "label": label or None,
        "role": role.value,
        "labels": None if labels is None else labels.value,
        "create_classes": create_classes,
        "quoting": quoting.value,
        "header": None if header is None else header.value,
        "surplus": surplus.value,
        "fold_case": fold_case,
        "separator": separator,
    }
    kind = "multi_label" if several or separator is not None else "single_label"
    with connect(url, token) as server:
        place, is_new = _project(server, project, classes or [], kind, create_classes)
        with _removed_on_failure(place, is_new), Progress(file.name) as bar:
            done = send_upload(place.connection, place.path, body, query, bar, key)
            if done["state"] != "ready":
                raise PostilError(
                    f"The import failed: {in_options(done['error'] or done['state'])}"
                )
        report_import(place, done)
    if done["rejected"] and not allow_refused:
        raise typer.Exit(1)


def _project(
    server: Server, reference: str, classes: Sequence[str], kind: str, create_classes: bool
) -> tuple[Project, bool]:
    """The project of this id or name, and whether it is new: where classes are named and there is
    none, it is opened."""
    try:
        place = project_of(server, reference)
    except NoProject as error:
        if classes or create_classes:
            return server.create(reference, classes, answer_kind=kind), True
        raise PostilError(f"{error}. `--class`, once for each of its classes, opens it.") from error
    there = place.settings()
    if kind == "multi_label" != there["answer_kind"]:
        raise PostilError(
            f"Texts of {place.name!r} have one class each. Leave out --several and --separator, "
            "or name a new project."
        )
    names = {each["name"] for each in there["classes"]}
    if lacks := [repr(name) for name in classes if name not in names]:
        say(
            f"The project exists, so `--class` adds nothing. Add {', '.join(lacks)} in its "
            "settings."
        )
    return place, False


@contextmanager
def _removed_on_failure(place: Project, is_new: bool) -> Iterator[None]:
    """A project that was opened for an import is removed where that is refused or fails."""
    try:
        with as_ours():
            yield
    except PostilError as error:
        if not is_new:
            raise
        imports = place.connection.pages(f"{place.path}/imports")
        # One that didn't fail goes on there, whatever was said of it here.
        if any(each["state"] != "failed" for each in imports):
            raise
        place.delete()
        raise PostilError(f"{error}\nThe project opened for it is removed again.") from error
