"""`model.json`: what programs read of a model."""

import json
from collections.abc import Mapping
from dataclasses import asdict
from hashlib import file_digest
from importlib.metadata import version
from pathlib import Path
from typing import Any

from service.core.vectors.neighbours import TEMPERATURE
from service.model.model_facts import EncoderInZip, ModelFacts
from service.pool.tables.projects import is_own

FORMAT = 2
NAME = "model.json"


def describe_model(folder: Path, facts: ModelFacts) -> None:
    """Writes it beside the files that are there, with their hashes."""
    description = {
        "format": FORMAT,
        "made_by": f"postil {version('postil')}",
        "made_at": facts.made_at.isoformat(),
        "project": facts.project,
        "round": facts.round.number,
        "classes": [each.name for each in facts.classes],
        "thresholds": facts.thresholds,
        "encoders": [_encoder(each) for each in facts.encoders],
        "head": _head(facts),
        "figures": _figures(facts),
        "files": {
            path.relative_to(folder).as_posix(): _sha256(path)
            for path in sorted(folder.rglob("*"))
            if path.is_file() and path != folder / NAME
        },
    }
    text = json.dumps(description, ensure_ascii=False, indent=1)
    (folder / NAME).write_text(text + "\n", encoding="utf-8")


def _encoder(packed: EncoderInZip) -> dict[str, Any]:
    origin = packed.origin
    return {
        # Without a model, which may be a path of this machine.
        **(asdict(origin) if origin else {"name": _name(packed.name)}),
        "folder": packed.folder,
        "fingerprint": packed.fingerprint,
        "dimensions": packed.dimensions,
    }


def _name(encoder: str) -> str:
    return encoder if is_own(encoder) else encoder.partition(":")[0]


def _head(facts: ModelFacts) -> dict[str, Any]:
    export = facts.export
    spreads = export.head.of_views(export.head.views).spreads
    return {
        "released": facts.round.head,
        "form": export.form,
        "compared_rows": export.rows,
        "differs": export.differs,
        "distilled_differs": export.distilled_differs,
        "differs_elsewhere": export.differs_elsewhere,
        "spreads": [
            {"view": each.view, "reach": each.reach, "share": each.share} for each in spreads
        ],
        "temperature": TEMPERATURE,
        "calibration": asdict(facts.released.calibration),
    }


def _figures(facts: ModelFacts) -> Mapping[str, Any]:
    return {
        "labels": facts.labels._asdict(),
        "accuracy": facts.accuracy._asdict(),
        "of_sets": facts.of_sets and asdict(facts.of_sets),
        "evaluation": asdict(facts.test) if facts.test else None,
        "classes": [each._asdict() for each in facts.classes],
        "fast": asdict(facts.fast) if facts.fast else None,
    }


def _sha256(path: Path) -> str:
    with path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
