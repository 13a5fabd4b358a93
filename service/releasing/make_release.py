"""Makes a release: reads the project over HTTP, and writes a folder that never changes."""

import hashlib
import json
import re
import shutil
import zipfile
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any, Protocol

from service.kit.errors import Conflict
from service.kit.vocabulary import Rung
from service.releasing.data_card import Facts, card
from service.releasing.parquet_files import write_parquet
from service.releasing.released_rows import Choice, ReleasedRows, released_rows

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
WITH_TEXTS = "with_pool"
"""The form of a model that has vectors of the project's texts in it."""
POINT = ("round", "labels", "audit_labels", "estimate", "low", "high", "macro_f1", "strategy")


class Service(Protocol):
    """The HTTP API, as whoever asks for the release may use it."""

    def get(self, path: str, **query: Any) -> Any:
        """The JSON of an answer."""

    def rows(self, path: str) -> Iterator[Mapping[str, Any]]:
        """A list, page after page."""

    def lines(self, path: str, **query: Any) -> Iterator[Mapping[str, Any]]:
        """An answer of JSON lines."""

    def file(self, path: str, place: Path) -> None:
        """Writes an answer to a place."""


def make_release(service: Service, project_id: int, choice: Choice, parent: Path) -> Path:
    """The new folder, which appears when it is whole. Raises `Conflict` without labels."""
    base = f"/projects/{project_id}"
    project = service.get(base)
    lines = service.lines(f"{base}/export", format="jsonl", settled=True)
    released = released_rows(lines, [each["name"] for each in project["classes"]], choice)
    if not released.splits:
        raise Conflict("There is no settled label yet to be released.")
    number, folder = _next(parent, project["name"])
    facts = Facts(
        project=project,
        curve=service.get(f"{base}/curve"),
        agreement=service.get(f"{base}/review/agreement"),
        imports=list(service.rows(f"{base}/imports")),
        postil=version("postil"),
        version=number,
        day=f"{datetime.now(UTC):%Y-%m-%d}",
    )
    part = folder.with_name(f"{folder.name}.part")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir()
    try:
        write_parquet(released, part / "data")
        if choice.model is not None:
            _put_model(service, base, choice.model, choice.texts, part)
        (part / "README.md").write_text(card(facts, released, choice))
        (part / "release.json").write_text(_manifest(facts, released, choice))
        (part / "SHA256SUMS").write_text(_sums(part))
        return part.rename(folder)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _put_model(service: Service, base: str, rung: Rung, texts: bool, folder: Path) -> None:
    """The zip, and beside it the card that is in it."""
    shown = service.get(f"{base}/model", rung=rung)
    if shown["model"] is None:
        why = shown["reason"]["detail"] if shown["reason"] else ""
        raise Conflict(
            f"There is no {rung.noun} to release. {why} Prepare it in the project's tab Model."
        )
    if shown["model"]["form"] == WITH_TEXTS and not texts:
        raise Conflict(
            "This model contains vectors of the texts, from which texts can be guessed. Release "
            "it with --texts."
        )
    file = folder / "model.zip"
    service.file(f"{base}/model/file?rung={rung}", file)
    with zipfile.ZipFile(file) as packed:
        (folder / "model-card.md").write_bytes(packed.read("README.md"))


def _next(parent: Path, name: str) -> tuple[int, Path]:
    """The first version that isn't there yet, and its folder: one that is there stays as it is."""
    stem = re.sub(r"[^\w.-]+", "-", name).strip("-.") or "project"
    number = 1
    while (folder := parent / f"{stem}-v{number}").exists():
        number += 1
    return number, folder


def _manifest(facts: Facts, released: ReleasedRows, choice: Choice) -> str:
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
        "choice": asdict(choice),
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
