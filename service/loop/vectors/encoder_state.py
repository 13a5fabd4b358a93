"""Whether a view of a project has its vectors, and what they wait for."""

from typing import NamedTuple

from service.loop.jobs.kinds.embed import open_embedding
from service.loop.vectors.vectors_made import vectors_made
from service.models import View
from service.store.shards import Shards
from service.store.unit_of_work import UnitOfWork
from service.store.workers import Workers


class EncoderState(NamedTuple):
    name: str
    state: str
    done: int
    total: int


def encoder_state(uow: UnitOfWork, view: View, items: int) -> EncoderState:
    """Whether vectors are there: ready, embedding, preparing (no worker has the encoder), stopped.

    Stopped: some are missing and no job makes them.
    """
    name = view.encoder.split(":", 1)[0]
    has_worker = any(name in worker.encoders for worker in uow[Workers].alive(uow.now))
    if open_embedding(uow, view):
        state = "embedding" if has_worker else "preparing"
    else:
        state = "stopped" if uow[Shards].item_count(view) < items else "ready"
    return EncoderState(view.encoder, state, vectors_made(uow, view), items)
