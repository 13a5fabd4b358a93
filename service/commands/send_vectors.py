import gzip
import json
import time
import urllib.parse
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Annotated, Any

import httpx
import numpy as np
import typer
from numpy.typing import NDArray
from rich.console import Console
from rich.progress import Progress

from service.commands.connection import checked, connect, the_project
from service.commands.options import ProjectRef, Token, Url
from service.commands.upload import bars, content_type, send_file
from service.kit.errors import PostilError

ARRAY = ".npy"
NUMBER = "{:.9g}".format
"""As exact as numbers of 32 bits are."""
POLL_SECONDS = 0.2


def send_vectors(
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
    columns = {"id": id_column, "vector": vector}
    query = {role: column for role, column in columns.items() if column is not None}
    console = Console(stderr=True)
    with connect(url, token) as client, _with_ids(file, ids) as sent_file:
        headers = {"Content-Type": content_type(sent_file, None)}
        project_id = the_project(client, project)["id"]
        path = f"/projects/{project_id}/vectors/{urllib.parse.quote(name, safe='')}"
        with bars(console) as progress:
            job = send_file(client, path, sent_file, query, headers, progress)
            _wait(client, job, progress)
        view = checked(client.get(path))
    console.print(_coverage(view), markup=False, soft_wrap=True)


@contextmanager
def _with_ids(file: Path, ids: Path | None) -> Iterator[Path]:
    """The file to send: of an array one that has its ids, too."""
    if ids is None:
        yield file
        return
    array, names = _array(file), ids.read_text(encoding="utf-8-sig").splitlines()
    if len(names) != len(array):
        raise PostilError(f"{ids.name} has {len(names):,} ids, {file.name} {len(array):,} rows.")
    with TemporaryDirectory(prefix="postil-") as folder:
        lines = Path(folder) / "vectors.ndjson.gz"
        with gzip.open(lines, "wt", compresslevel=1, encoding="utf-8") as written:
            for row, (own, vector) in enumerate(zip(names, array, strict=True), start=1):
                if not np.isfinite(vector).all():
                    raise PostilError(f"Row {row:,} of {file.name} has a number that isn't finite.")
                numbers = ",".join(map(NUMBER, vector.tolist()))
                written.write(f'{{"id": {json.dumps(own)}, "vector": [{numbers}]}}\n')
        yield lines


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


def _wait(client: httpx.Client, job: dict[str, Any], progress: Progress) -> None:
    """Until they are taken in; raises with what is wrong in the file."""
    bar = progress.add_task("taking in", total=job["total"])
    while job["finished_at"] is None:
        time.sleep(POLL_SECONDS)
        job = checked(client.get(f"/jobs/{job['id']}"))
        progress.update(bar, completed=job["done"], total=job["total"])
    if job["state"] != "done":
        raise PostilError(f"No vector was taken. {job['error'] or 'The job was cancelled.'}")


def _coverage(view: dict[str, Any]) -> str:
    """How far the view is."""
    there = f"{view['items']:,} of {view['total']:,} texts have a vector in {view['encoder']}."
    lacking = view["first_lacking"]
    if view["is_read"] or lacking is None:
        return there
    first = lacking["external_id"] or f"item {lacking['item_id']}"
    return f"{there} The first without one: {first}. Rounds read it from nine tenths on."
