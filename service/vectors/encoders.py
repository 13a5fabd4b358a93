"""The encoders there are: what registered, and what live workers have."""

import re
from dataclasses import dataclass

from service.db.unit_of_work import UnitOfWork
from service.jobs.queries.workers import Workers
from service.kit.errors import UnknownEncoder
from service.kit.settings import Settings
from service.pool.tables.projects import is_own
from service.ports import registered_encoders, spec_of

ANY_MODEL = "*"
WITHDRAWN = {"middle": "sentence_transformer"}
"""Encoders that there were, each with the one that views of it go on by."""
OWN_NAME = re.compile("[a-z][a-z0-9_-]{1,39}")
"""Of a view of own vectors."""


@dataclass(frozen=True)
class AvailableEncoder:
    name: str
    title: str
    dimensions: int | None
    takes_model: bool
    learns_labels: bool
    extra: str | None
    """What of Postil brings its packages: `.venv/bin/pip install 'postil[EXTRA]'`."""
    workers: list[str]
    """Live workers that have it; empty: its jobs wait."""


def goes_on_by(reference: str) -> str:
    """The encoder of a reference, or what took the place of one that is withdrawn."""
    return WITHDRAWN.get(reference, reference)


def check_encoder(reference: str, field: str = "encoder") -> None:
    """Raises `UnknownEncoder` unless `reference` is NAME, or NAME:MODEL where models are taken."""
    name, _, model = reference.partition(":")
    if is_own(reference):
        raise UnknownEncoder(
            f"{reference!r} is no encoder: send your vectors to the project's vectors/{model}.",
            field=field,
        )
    entry = registered_encoders().get(name)
    if entry is None:
        choices = ", ".join(sorted(registered_encoders()))
        raise UnknownEncoder(
            f"There is no encoder {name!r}. Use one of: {choices}.",
            field=field,
        )
    if model and not entry.spec.takes_model:
        raise UnknownEncoder(f"The encoder {name!r} takes no model.", field=field)


def check_own(reference: str) -> None:
    """Raises `UnknownEncoder` unless it is `own:NAME`, with a name that a view may have."""
    _, _, name = reference.partition(":")
    if not is_own(reference) or not OWN_NAME.fullmatch(name):
        raise UnknownEncoder(f"{reference!r} is no name of own vectors.")


def check_allowed(reference: str, settings: Settings, field: str = "encoder") -> None:
    """As `check_encoder`, for whoever isn't the operator.

    A model is a file from a path of this machine or from a hub that anybody publishes on, and old
    formats run code when they are read.
    """
    check_encoder(reference, field)
    _, _, model = reference.partition(":")
    allowed = {name.strip() for name in (settings.encoder_models or "").split(",")}
    own = settings.encoder.partition(":")[2]
    if model and model != own and not allowed & {model, ANY_MODEL}:
        raise UnknownEncoder(
            f"The model {model!r} isn't allowed here. The operator can name it in "
            "POSTIL_ENCODER_MODELS.",
            field=field,
        )


def is_portable(reference: str) -> bool:
    """Whether a model that goes by it can be taken away with it."""
    spec = spec_of(reference)
    return spec is not None and spec.portable


def is_here(reference: str) -> bool:
    """Whether this installation has what the encoder needs; one of another machine may have it."""
    entry = registered_encoders().get(reference.partition(":")[0])
    return entry is not None and entry.available()


def known_encoders(uow: UnitOfWork) -> list[AvailableEncoder]:
    alive = uow[Workers].alive(uow.now)
    return [
        AvailableEncoder(
            name=name,
            title=entry.spec.title,
            dimensions=entry.spec.dimensions,
            takes_model=entry.spec.takes_model,
            learns_labels=entry.spec.learns_labels,
            extra=entry.spec.extra,
            workers=[worker.name for worker in alive if name in worker.encoders],
        )
        for name, entry in sorted(registered_encoders().items())
    ]
