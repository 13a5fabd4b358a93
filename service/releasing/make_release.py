"""Makes a release: reads the project over HTTP, and writes a folder that never changes."""

import hashlib
import json
import re
import shutil
from collections.abc import Sequence
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import NamedTuple

from postil import Project
from service.kit.errors import Conflict
from service.releasing.data_card import Facts, card
from service.releasing.parquet_files import write_parquet
from service.releasing.released_model import ReleasedModel, put_model
from service.releasing.released_rows import TEST, Choice, ReleasedRows, released_rows

SETTINGS = (
    "name",
    "answer_kind",
    "strategy",
    "audits",
    "overlap",
    "encoder",
    "batch_size",
    "round_every",
    "target",
)
"""Of a project's, those that a release tells. Its seed and its prices are none of them."""
POINT = ("round", "labels", "audit_labels", "estimate", "low", "high", "macro_f1", "strategy")


class MadeRelease(NamedTuple):
    folder: Path
    behind: Sequence[str]
    """In what its model isn't as the project is now: a sentence each."""


def make_release(place: Project, choice: Choice, parent: Path) -> MadeRelease:
    """The new folder, which appears when it is whole. Raises `Conflict` without labels."""
    service, base = place.connection, place.path
    project = place.settings()
    lines = map(json.loads, service.lines(f"{base}/export", format="jsonl", settled=True))
    programs = {each["name"] for each in place.stats()["people"] if each["is_program"]}
    released = released_rows(lines, [each["name"] for each in project["classes"]], choice, programs)
    if not released.splits:
        raise Conflict("There is no settled label yet to be released.")
    number, folder = _next(parent, project["name"])
    facts = Facts(
        project=project,
        curve=service.get(f"{base}/curve"),
        agreement=service.get(f"{base}/review/agreement"),
        imports=list(service.pages(f"{base}/imports")),
        postil=version("postil"),
        version=number,
        day=f"{datetime.now(UTC):%Y-%m-%d}",
    )
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        write_parquet(released, part / "data")
        model = None
        if choice.model is not None:
            model = put_model(place, choice.model, choice.texts, part)
        (part / "README.md").write_text(card(facts, released, choice, model))
        (part / "release.json").write_text(_manifest(facts, released, choice, model))
        (part / "SHA256SUMS").write_text(_sums(part))
        return MadeRelease(part.rename(folder), [] if model is None else model.behind)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _next(parent: Path, name: str) -> tuple[int, Path]:
    """The first version that isn't there yet, and its folder: one that is there stays as it is."""
    stem = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "project"
    number = 1
    while (folder := parent / f"{stem}-v{number}").exists():
        number += 1
    return number, folder


def _manifest(
    facts: Facts, released: ReleasedRows, choice: Choice, model: ReleasedModel | None
) -> str:
    """What programs may want to know."""
    content = {
        "postil": facts.postil,
        "version": facts.version,
        "day": facts.day,
        "settings": {name: facts.project[name] for name in SETTINGS},
        "classes": released.class_names,
        "splits": {name: len(rows) for name, rows in released.splits.items()},
        "sources": released.sources,
        "people": released.people,
        "programs": released.programs,
        "choice": asdict(choice),
        "model": model and {**model._asdict(), "learnt_from_test": TEST in released.splits},
        "agreement": facts.agreement["alpha"],
        "curve": [{name: point[name] for name in POINT} for point in facts.curve["points"]],
    }
    return f"{json.dumps(content, ensure_ascii=False, indent=1)}\n"


def _sums(folder: Path) -> str:
    """As `sha256sum` writes and checks them."""
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return "".join(
        f"{hashlib.sha256(path.read_bytes()).hexdigest()}  {path.relative_to(folder)}\n"
        for path in files
    )
