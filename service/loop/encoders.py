"""The encoders there are: what registered, and what live workers have."""

from dataclasses import dataclass
from functools import cache
from importlib.metadata import entry_points

from service.errors import UnknownEncoder
from service.ports import EncoderEntry
from service.store.unit_of_work import UnitOfWork

GROUP = "postil.encoders"


@dataclass(frozen=True)
class KnownEncoder:
    name: str
    title: str
    dimensions: int | None
    takes_model: bool
    workers: list[str]
    """Live workers that have it; empty: its jobs wait."""


@cache
def registered() -> dict[str, EncoderEntry]:
    """Every installed encoder by name. Loading an entry imports nothing heavy."""
    return {point.name: point.load() for point in entry_points(group=GROUP)}


def check_encoder(reference: str) -> None:
    """Raises `UnknownEncoder` unless `reference` is NAME, or NAME:MODEL where models are taken."""
    name, _, model = reference.partition(":")
    entry = registered().get(name)
    if entry is None:
        raise UnknownEncoder(
            f"There is no encoder {name!r}. Use one of: {', '.join(sorted(registered()))}.",
            field="encoder",
        )
    if model and not entry.spec.takes_model:
        raise UnknownEncoder(f"The encoder {name!r} takes no model.", field="encoder")


def known_encoders(uow: UnitOfWork) -> list[KnownEncoder]:
    alive = uow.workers.alive(uow.now)
    return [
        KnownEncoder(
            name=name,
            title=entry.spec.title,
            dimensions=entry.spec.dimensions,
            takes_model=entry.spec.takes_model,
            workers=[worker.name for worker in alive if name in worker.encoders],
        )
        for name, entry in sorted(registered().items())
    ]
