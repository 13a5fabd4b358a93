"""The models that were packed: a zip each, what is known of it, and why there isn't more."""

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO, NamedTuple
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile

from pydantic import TypeAdapter

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun
from service.kit.errors import NotFound
from service.kit.reasons import Reason, ReasonCode, job_failed, reason
from service.kit.vocabulary import JobState, Rung
from service.model.kinds import NEEDS, PACKS, first_encoder, lacking_model
from service.model.shapes import ModelStatus, PackedModel
from service.pool.queries.projects import Projects, Views
from service.rounds.first_figures import not_measured
from service.rounds.queries.rounds import Rounds
from service.vectors.encoders import is_portable

PIECE = 1 << 20
"""Bytes that are sent at a time."""
FOLDERS = {Rung.FULL: "models", Rung.FAST: "fast_models"}
KNOWN = ".facts.json"
"""The ending of what is known of a zip."""
PACKED = {".onnx": ZIP_STORED, ".safetensors": ZIP_STORED, ".npz": ZIP_STORED}
"""Numbers that don't get smaller; by ending."""


class ModelFile(NamedTuple):
    project_name: str
    size: int
    pieces: Iterator[bytes]


def put_model(
    app: App, run: JobRun, rung: Rung, folder: Path, packed: Callable[[int], PackedModel]
) -> None:
    """Stores the files of a folder as the project's newest zip. A sweep clears older ones away.

    `packed`: what is known of a zip of so many bytes.
    """
    place = f"{_folder(run.project_id, rung)}/{run.job_id:012d}"
    with app.blobs.writing(f"{place}.zip") as file:
        with ZipFile(file, "w") as archive:
            for path in sorted(each for each in folder.rglob("*") if each.is_file()):
                name = path.relative_to(folder).as_posix()
                archive.write(path, name, PACKED.get(path.suffix, ZIP_DEFLATED))
        size = file.tell()
    app.blobs.put(f"{place}{KNOWN}", TypeAdapter(PackedModel).dump_json(packed(size)))


def last_model(app: App, project_id: int, rung: Rung) -> PackedModel | None:
    """None where none was packed."""
    place = _last(app, project_id, rung)
    return None if place is None else _known(app, place)


def model_file(app: App, project_id: int, rung: Rung) -> ModelFile:
    """The newest zip, opened already; NotFound where there is none."""
    place = _last(app, project_id, rung)
    if place is None:
        raise NotFound(reason(ReasonCode.NOT_PREPARED).detail)
    with app.read() as uow:
        name = uow[Projects].get(project_id).name
    return ModelFile(name, _known(app, place).size, _pieces(app.blobs.reading(f"{place}.zip")))


def _known(app: App, place: str) -> PackedModel:
    return TypeAdapter(PackedModel).validate_json(app.blobs.get(f"{place}{KNOWN}"))


def _pieces(file: IO[bytes]) -> Iterator[bytes]:
    with file:
        while piece := file.read(PIECE):
            yield piece


def _last(app: App, project_id: int, rung: Rung) -> str | None:
    """Of those that are whole: what is known of a zip is written last."""
    whole = [key for key in app.blobs.names(_folder(project_id, rung)) if key.endswith(KNOWN)]
    return whole[-1].removesuffix(KNOWN) if whole else None


def _folder(project_id: int, rung: Rung) -> str:
    return f"projects/{project_id}/{FOLDERS[rung]}"


def show_model(app: App, uow: UnitOfWork, project_id: int, rung: Rung) -> ModelStatus:
    uow[Projects].require(project_id, NEEDS[rung])
    model = last_model(app, project_id, rung)
    waits_for = _graph_waits_for(uow, project_id) if rung is Rung.FULL else None
    return ModelStatus(model, _reason(uow, project_id, rung, model), waits_for)


def _graph_waits_for(uow: UnitOfWork, project_id: int) -> str | None:
    """While it reads the texts another view stands in for it, and rounds go by that one first."""
    main = uow[Views].ranked(project_id).encoder
    if lacking_model(uow, project_id) is not None or not is_portable(main):
        return None
    return None if is_portable(first_encoder(uow, project_id)) else main


def _reason(
    uow: UnitOfWork, project_id: int, rung: Rung, model: PackedModel | None
) -> Reason | None:
    last = uow[Jobs].last_of(project_id, PACKS[rung].name)
    if last is not None and last.state in (JobState.QUEUED, JobState.RUNNING):
        return reason(ReasonCode.UNDER_WAY)
    if last is not None and last.state is JobState.FAILED:
        return job_failed(last.error or "")
    if model is None:
        lacking = lacking_model(uow, project_id, rung)
        if lacking is not None and lacking.code is ReasonCode.NOT_MEASURED:
            return not_measured(uow, project_id)
        return lacking or reason(ReasonCode.NOT_PREPARED)
    measured = uow[Rounds].last_measured(project_id)
    if measured is None or measured.number <= model.round:
        return None
    return reason(ReasonCode.NEWER_ROUND, round=model.round, newer=measured.number)
