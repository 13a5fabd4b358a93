"""Turns items into vectors, slice by slice, and publishes them as one shard."""

import numpy as np

from service.bootstrap import App
from service.loop.request_round import request_round
from service.loop.run_job import JobRun
from service.models import Shard
from service.ports import Encoder, FloatArray
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ItemRole

SLICE = 256
"""Rows between two checkpoints: about a second of a small encoder on one core."""


def embed_items(app: App, run: JobRun, encoder: Encoder) -> None:
    """Job `embed`: what a killed attempt had finished is read back, never encoded again."""
    first, last = int(run.payload["first"]), int(run.payload["last"])
    folder = f"projects/{run.project_id}/embedding/{run.job_id}-{encoder.fingerprint[:16]}"
    for start in range(first, last, SLICE):
        end = min(start + SLICE, last)
        if not app.blobs.exists(f"{folder}/{start}.npy"):
            app.blobs.put_array(f"{folder}/{start}.npy", _slice(app, run, encoder, start, end))
        run.progress(end - first, last - first)
    vectors = np.concatenate(
        [app.blobs.array(f"{folder}/{start}.npy") for start in range(first, last, SLICE)]
    )
    _publish(app, run, encoder, vectors)
    app.blobs.delete(folder)


def _slice(app: App, run: JobRun, encoder: Encoder, first: int, last: int) -> FloatArray:
    """(last - first, D); rows without an item are zero."""
    with app.read() as uow:
        rows = uow.items.texts(run.project_id, first, last)
    vectors = np.zeros((last - first, encoder.dimensions), dtype=np.float32)
    if rows:
        places = np.array([ordinal for ordinal, _, _ in rows]) - first
        vectors[places] = encoder.encode([text for _, text, _ in rows])
    return vectors


def _publish(app: App, run: JobRun, encoder: Encoder, vectors: FloatArray) -> None:
    first, last = int(run.payload["first"]), int(run.payload["last"])
    with app.read() as uow:
        rows = uow.items.texts(run.project_id, first, last)
    pool = [ordinal - first for ordinal, _, role in rows if role == ItemRole.POOL]
    present = np.zeros(last - first, dtype=np.bool_)
    present[pool] = True
    key = f"projects/{run.project_id}/shards/{encoder.fingerprint[:16]}-{first}"
    app.blobs.put_array(f"{key}.npy", vectors)
    app.blobs.put_array(f"{key}.present.npy", present)
    shard = Shard(
        project_id=run.project_id,
        encoder=str(run.payload["encoder"]),
        fingerprint=encoder.fingerprint,
        first=first,
        rows=last - first,
        dimensions=vectors.shape[1],
        numeric_class="exact",
        blob=f"{key}.npy",
        present_blob=f"{key}.present.npy",
    )
    with app.write() as uow:
        _note(uow, run, shard, len(pool))


def _note(uow: UnitOfWork, run: JobRun, shard: Shard, items: int) -> None:
    project = uow.projects.lock(run.project_id)
    known = uow.shards.of(run.project_id, shard.fingerprint)
    if all(other.first != shard.first for other in known):
        uow.shards.add(shard)
        uow.projects.count(run.project_id, embedded_count=items)
        request_round(uow, project, "embedded", at_once=True)
