"""The models that were packed: a zip each, and what is known of it beside it."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pydantic import TypeAdapter

from service.app import App
from service.kit.errors import NotFound
from service.kit.reasons import ReasonCode, reason
from service.model.shapes import PackedModel
from service.pool.queries.projects import Projects

PIECE = 1 << 20
"""Bytes that are sent at a time."""
FOLDER = "models"
PACKED = {".onnx": ZIP_STORED, ".safetensors": ZIP_STORED}
"""Numbers that don't get smaller; by ending."""


class ModelFile(NamedTuple):
    project_name: str
    size: int
    pieces: Iterator[bytes]


def put_model(
    app: App, project_id: int, job_id: int, folder: Path, packed: Callable[[int], PackedModel]
) -> None:
    """Stores the files of a folder as the project's newest zip. A sweep clears older ones away.

    `packed`: what is known of a zip of so many bytes.
    """
    place = f"{_folder(project_id)}/{job_id:012d}"
    with app.blobs.writing(f"{place}.zip") as file:
        with ZipFile(file, "w") as archive:
            for path in sorted(folder.iterdir()):
                archive.write(path, path.name, PACKED.get(path.suffix, ZIP_DEFLATED))
        size = file.tell()
    app.blobs.put(f"{place}.json", TypeAdapter(PackedModel).dump_json(packed(size)))


def last_model(app: App, project_id: int) -> PackedModel | None:
    """None where none was packed."""
    place = _last(app, project_id)
    return None if place is None else _known(app, place)


def model_file(app: App, project_id: int) -> ModelFile:
    """The newest zip, opened already; NotFound where there is none."""
    place = _last(app, project_id)
    if place is None:
        raise NotFound(reason(ReasonCode.NOT_PREPARED).detail)
    with app.read() as uow:
        name = uow[Projects].get(project_id).name
    return ModelFile(name, _known(app, place).size, _pieces(app.blobs.reading(f"{place}.zip")))


def _known(app: App, place: str) -> PackedModel:
    return TypeAdapter(PackedModel).validate_json(app.blobs.get(f"{place}.json"))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _last(app: App, project_id: int) -> str | None:
    """Of those that are whole: what is known of a zip is written last."""
    whole = [key for key in app.blobs.names(_folder(project_id)) if key.endswith(".json")]
    return whole[-1].removesuffix(".json") if whole else None


def _folder(project_id: int) -> str:
    return f"projects/{project_id}/{FOLDER}"
