"""Packs the head of the last measured round, with the encoders that it reads if all can leave."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from importlib.resources import files
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.app import App
from service.core.heads.export import HeadExport, head_export
from service.jobs.run_job import JobRun
from service.kit.errors import Conflict
from service.kit.reasons import Reason, ReasonCode, reason
from service.kit.temporary import temporary_folder
from service.kit.vocabulary import Rung
from service.model.describe_model import describe_model
from service.model.figures_in_zip import figures_in_zip
from service.model.model_card import model_card
from service.model.model_facts import EncoderInZip, ModelFacts, read_facts
from service.model.packed_models import put_model
from service.pool.tables.projects import is_own
from service.ports import Classifier, Encoder
from service.rounds.queries.rounds import Rounds
from service.rounds.released import Released, released_head
from service.rounds.tables.rounds import Round
from service.vectors.fitted_encoder import encoder_of

STEPS = 3
"""The head is chosen, the graph is written, all is packed."""
IN_ZIP = "service.model.in_zip"


@dataclass(frozen=True, eq=False)
class ToPack:
    """The last measured round, and the encoders (V,) of its head; None of own vectors."""

    measured: Round
    released: Released
    encoders: Sequence[Encoder | None]

    def used(self, export: HeadExport) -> list[EncoderInZip]:
        """By a head in this form."""
        return [self.in_zip(view) for view in export.head.views]

    def in_zip(self, view: int) -> EncoderInZip:
        return EncoderInZip.of(self.released.views[view], self.encoders[view])


def pack_model(app: App, run: JobRun) -> None:
    """Job `pack_model`: the zip, and what is known of it; an earlier one stays until then."""
    pack = to_pack(app, run)
    run.progress(0, STEPS)
    export = head_export(pack.released.head)
    run.progress(1)
    app.room.check()
    with temporary_folder("postil-model-") as folder:
        used = write_model(run, folder, pack.used(export), export, pack.released)
        run.progress(2)
        figures = figures_in_zip(app, pack.measured, export)
        facts = read_facts(app, pack.measured, pack.released, export, used, figures)
        finish_model(folder, facts)
        put_model(app, run, Rung.FULL, folder, facts.packed)
    run.progress(STEPS)


def to_pack(app: App, run: JobRun) -> ToPack:
    """`Conflict` where there is no model, or where its encoders are others here."""
    with app.read() as uow:
        measured = uow[Rounds].last_measured(run.project_id)
    released = released_head(app, measured)
    if measured is None or isinstance(released, Reason):
        raise Conflict(reason(ReasonCode.NO_MODEL).detail)
    encoders = [
        None if is_own(view.encoder) else encoder_of(app, run.tools, view)
        for view in released.views
    ]
    read = zip(released.views, encoders, strict=True)
    if any(each is not None and each.fingerprint != view.fingerprint for view, each in read):
        raise Conflict(reason(ReasonCode.OTHER_ENCODER).detail)
    return ToPack(measured, released, encoders)


def write_model(
    run: JobRun, folder: Path, used: list[EncoderInZip], export: HeadExport, released: Released
) -> list[EncoderInZip]:
    """The head, and the encoders where all can leave: what `predict.py` reads but model.json."""
    form = export.head.of_views(export.head.views)
    write_safetensors(folder / "head.safetensors", form.tensors())
    _copy("head", folder)
    if not all(each.origin for each in used):
        return used
    return _pack_encoders(run, folder, used, Classifier(form, released.calibration))


def finish_model(folder: Path, facts: ModelFacts) -> None:
    """The card, and last what programs read, which has hashes of all else."""
    (folder / "README.md").write_text(model_card(facts), encoding="utf-8")
    describe_model(folder, facts)


def _pack_encoders(
    run: JobRun, folder: Path, encoders: Sequence[EncoderInZip], classifier: Classifier
) -> list[EncoderInZip]:
    """Each in a folder of its own, unless there is only one."""
    alone = len(encoders) == 1
    packed = [
        replace(each, folder="." if alone else f"view{number}")
        for number, each in enumerate(encoders, 1)
    ]
    for each in packed:
        own = folder / each.folder
        own.mkdir(exist_ok=True)
        assert each.encoder is not None
        run.meter.add(each.encoder.leave(own, classifier if alone else None, run.renew))
    origins = [each.origin for each in packed if each.origin]
    for name in {"predict", *(name for each in origins for name in (each.reader, each.reads_by))}:
        if name is not None:
            _copy(name, folder)
    requires = {package for each in origins for package in each.requires}
    text = "".join(f"{package}\n" for package in sorted(requires))
    (folder / "requirements.txt").write_text(text, encoding="utf-8")
    return packed


def _copy(module: str, folder: Path) -> None:
    name = f"{module}.py"
    (folder / name).write_bytes(files(IN_ZIP).joinpath(name).read_bytes())


ALIGNED = 8
"""The header is padded to a multiple of so many bytes."""


def write_safetensors(path: Path, arrays: Mapping[str, NDArray[Any]]) -> None:
    """All as float32, in the format of https://github.com/huggingface/safetensors#format.

    The library comes with the encoders' packages, which a worker may lack.
    """
    header: dict[str, Any] = {}
    end = 0
    for name, array in arrays.items():
        first, end = end, end + 4 * array.size
        shape = list(array.shape)
        header[name] = {"dtype": "F32", "shape": shape, "data_offsets": [first, end]}
    text = json.dumps(header).encode()
    text += b" " * (-len(text) % ALIGNED)
    with path.open("wb") as file:
        file.write(len(text).to_bytes(8, "little") + text)
        for array in arrays.values():
            file.write(np.ascontiguousarray(array, dtype="<f4").data)
