from pathlib import Path
from typing import Annotated

import typer

from service.commands.client import connect, project_of, say
from service.commands.options import ProjectRef, Token, Url
from service.kit.errors import PostilError
from service.kit.vocabulary import Rung
from service.releasing.make_release import make_release
from service.releasing.released_rows import Choice


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
    with connect(url, token) as server:
        outcome = make_release(project_of(server, project), choice, output)
    for each in outcome.behind:
        say(f"The model: {each}")
    say(f"Wrote {outcome.folder}: look at its README.md before you share it.")
