from collections.abc import Mapping
from pathlib import Path
from typing import Annotated, Any

import numpy as np
import typer
from numpy.typing import NDArray

from service.commands.client import connect, project_of, say
from service.commands.options import ProjectRef, Token, Url
from service.commands.upload import content_type
from service.kit.errors import PostilError

ARRAY = ".npy"


def vectors(
    file: Annotated[
        Path,
        typer.Argument(
            help="NDJSON, JSON, CSV, TSV or Parquet file with ids and vectors; each may end in "
            ".gz. Or an array as numpy saves it, .npy, with --ids.",
            exists=True,
            dir_okay=False,
        ),
    ],
    project: ProjectRef,
    name: Annotated[str, typer.Option(help="What the view is called, such as images.")],
    ids: Annotated[
        Path | None,
        typer.Option(
            help="For .npy: a text file with the id of each row, one a line.",
            exists=True,
            dir_okay=False,
        ),
    ] = None,
    id_column: Annotated[
        str | None,
        typer.Option("--id", help="Column with the id of a text.", show_default="id"),
    ] = None,
    vector: Annotated[
        str | None,
        typer.Option(help="Column with its list of numbers.", show_default="vector"),
    ] = None,
    url: Url = None,
    token: Token = None,
) -> None:
    """Send vectors of a model of your own, as a further view of a project's texts.

    Ids are those that texts were imported with. The file is taken whole or not at all. A later
    vector of a text takes the place of the earlier one.
    """
    is_array = file.suffix.lower() == ARRAY
    if is_array != (ids is not None):
        raise PostilError(
            f"{file.name} has no ids: name the file that has them with --ids."
            if is_array
            else f"--ids is for arrays ({ARRAY}). {file.name} has a column with ids."
        )
    if ids is None:
        content_type(file)  # refused before it is sent in vain
    array = None if ids is None else _array(file)
    with connect(url, token) as server:
        vectors = project_of(server, project).vectors
        if ids is None:
            vectors.add_file(name, file, id=id_column, vector=vector)
        else:
            vectors.add(name, ids.read_text(encoding="utf-8-sig").splitlines(), array)
        say(_coverage(vectors.coverage(name)))


def _array(file: Path) -> NDArray[Any]:
    try:
        array: NDArray[Any] = np.load(file, mmap_mode="r", allow_pickle=False)
    except (ValueError, EOFError) as error:
        raise PostilError(f"{file.name} is no array of numbers that numpy saved.") from error
    if array.ndim != 2 or array.dtype.kind not in "fiu":
        raise PostilError(
            f"{file.name} is an array of {array.dtype} with shape {array.shape}. Send a row of "
            "numbers for each text: shape (texts, numbers)."
        )
    return array


def _coverage(view: Mapping[str, Any]) -> str:
    """How far the view is."""
    there = f"{view['items']:,} of {view['total']:,} texts have a vector in {view['encoder']}."
    lacking = view["first_lacking"]
    if view["is_read"] or lacking is None:
        return there
    first = lacking["external_id"] or f"item {lacking['item_id']}"
    return f"{there} The first without one: {first}. Rounds read it from nine tenths on."
