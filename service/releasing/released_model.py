"""The model of a release, and what the data card says of it."""

import json
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from typing import Any, NamedTuple

import postil
from service.kit.errors import Conflict
from service.kit.vocabulary import Rung

WITH_TEXTS = "with_pool"
"""The form of a model that has vectors of the project's texts in it."""


class ReleasedModel(NamedTuple):
    round: int
    labels: int
    """That taught it, those of audit items among them."""
    audit_labels: int
    classes: Sequence[str]
    behind: Sequence[str]
    """In what it isn't as the project is now: a sentence each."""


def put_model(place: postil.Project, rung: Rung, texts: bool, folder: Path) -> ReleasedModel:
    """Writes the zip, and beside it the card that is in it.

    A new one is prepared where there is none, where a round was measured since, and where classes
    are called otherwise by now. Raises `Conflict` where there can be none.
    """
    names = place.classes
    status = place.model.about(rung.value)
    about = None if status["model"] is None else _fetched(place, rung, folder)
    failure = ""
    if about is None or status["reason"] is not None or {*about["classes"]} - {*names}:
        try:
            place.model.prepare(rung=rung.value, progress=True)
            about = _fetched(place, rung, folder)
        except postil.PostilError as error:
            if about is None:
                raise Conflict(f"There is no {rung.noun} to release. {error}") from error
            failure = f"No newer one could be prepared: {error}"
    if about["head"]["form"] == WITH_TEXTS and not texts:
        raise Conflict(
            "This model contains vectors of the texts, from which texts can be guessed. Release "
            "it with --texts."
        )
    status = place.model.about(rung.value)
    return ReleasedModel(
        round=about["round"],
        labels=about["figures"]["labels"]["all"],
        audit_labels=about["figures"]["labels"]["audits"],
        classes=about["classes"],
        behind=[*filter(None, (failure, *_behind(about["classes"], names, status["reason"])))],
    )


def _fetched(place: postil.Project, rung: Rung, folder: Path) -> Mapping[str, Any]:
    """What the zip says of itself to programs."""
    file = folder / "model.zip"
    place.model.fetch(file, rung=rung.value)
    with zipfile.ZipFile(file) as packed:
        (folder / "model-card.md").write_bytes(packed.read("README.md"))
        about: Mapping[str, Any] = json.loads(packed.read("model.json"))
    return about


def _behind(
    classes: Sequence[str], names: Sequence[str], since: Mapping[str, Any] | None
) -> Iterator[str]:
    if since is not None:
        yield since["detail"]
    if others := [name for name in classes if name not in names]:
        yield f"It names classes that the project doesn't have now: {', '.join(others)}."
    if unknown := [name for name in names if name not in classes]:
        yield f"It doesn't know these classes of the project: {', '.join(unknown)}."


def section_of(model: ReleasedModel, is_tested: bool) -> list[str]:
    """What the data card says of it; `is_tested`: whether the release has a split `test`."""
    lines = [
        f"`model.zip`; its card is `model-card.md`. It is of round {model.round} of the project, "
        f"and has learnt from {model.labels:,} labels."
    ]
    if is_tested:
        lines += [
            "",
            "**It has learnt from the rows of `test` too**, so its score on `test` is too good. "
            "Its own figure is on its card, measured by models each of which hadn't seen the "
            "labels it was asked for. To score on `test`, train a model of your own on `train`.",
        ]
    return [*lines, *(line for each in model.behind for line in ("", f"Note: {each}"))]
