"""How many items of a project have vectors, can be ranked, and what the others wait for.

Which rows of shards can be ranked changes when imports come and go.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import open_embedding
from service.jobs.queries.workers import Workers
from service.jobs.tables import Job
from service.pool.queries.items import ItemsInRange, Span, gaps
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project, View, is_own
from service.vectors.load_vectors import previewed_views, read_views
from service.vectors.queries import Shards
from service.vectors.tables import Shard


def count_embedded(uow: UnitOfWork, project: Project) -> None:
    """Brings the number of a locked project's items with a vector up to date."""
    read = read_views(uow, project.id)
    previewed = [] if read else previewed_views(uow, project.id, read)
    first = uow[Shards].item_count(read[0]) if read else 0
    project.embedded_count = max([first, *(_previewed(view) for view in previewed)])


def vectors_made(uow: UnitOfWork, view: View) -> int:
    """Items of the pool with a vector in a view. A shard is published as a whole: until then what
    is made of it counts, though no round works on it yet."""
    in_shards = uow[Shards].item_count(view) + _under_way(uow, view, open_embedding(uow, view))
    return max(in_shards, _previewed(view))


def _previewed(view: View) -> int:
    return 0 if view.preview is None else view.preview.rows


def _under_way(uow: UnitOfWork, view: View, jobs: Sequence[Job]) -> int:
    """Items of the pool with vectors that jobs hold, beyond those that rounds work on.

    A job counts every row of its span from the first one on: also test items, which no total has,
    and rows that are published already.
    """
    spans = [(int(job.payload["first"]), int(job.payload["first"]) + job.done) for job in jobs]
    if not spans:
        return 0
    covered = [shard.span for shard in uow[Shards].current(view)]
    held = [gap for span in spans for gap in gaps(span, covered)]
    return sum(len(uow[ItemsInRange].pool_ordinals(view.project_id, gap)) for gap in held)


@dataclass(frozen=True)
class EncoderState:
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


def refresh_present_masks(app: App, view: View, span: Span) -> None:
    """Brings a view's shards of a span up to date, after its items came in or were taken back."""
    while True:
        with app.read() as uow:
            shards = uow[Shards].overlapping(view, span)
        marked = [_is_marked(app, view, shard) for shard in shards]
        if all(marked):
            return


def present_rows(uow: UnitOfWork, project_id: int, first: int, rows: int) -> NDArray[np.bool_]:
    """(rows,) whether there is an item of the pool to be seen."""
    present = np.zeros(rows, dtype=np.bool_)
    ordinals = uow[ItemsInRange].pool_ordinals(project_id, (first, first + rows))
    present[np.array(ordinals, dtype=np.int64) - first] = True
    return present


def with_vector(vectors: NDArray[Any]) -> NDArray[np.bool_]:
    """(n,) which rows (n, D) of own vectors are one: the others are zeros."""
    present: NDArray[np.bool_] = np.any(vectors != 0, axis=1)
    return present


def put_present(app: App, project_id: int, present: NDArray[np.bool_]) -> str:
    key = f"projects/{project_id}/shards/present-{uuid4().hex}.npy"
    app.blobs.put_array(key, present)
    return key


def _is_marked(app: App, view: View, shard: Shard) -> bool:
    """Whether all is as it should be; else a shard that is right takes its place."""
    project_id = view.project_id
    with app.read() as uow:
        present = present_rows(uow, project_id, shard.first, shard.rows)
    if is_own(view.encoder):
        present &= with_vector(app.blobs.array(shard.blob))
    if np.array_equal(present, app.blobs.array(shard.present_blob)):
        return True
    same = shard.model_dump(exclude={"id", "created_at", "items", "present_blob"})
    blob = put_present(app, project_id, present)
    marked = Shard(**same, items=int(present.sum()), present_blob=blob)
    with app.write() as uow:
        project = uow[Projects].lock(project_id)
        uow[Shards].replace([shard], marked, uow.now)
        count_embedded(uow, project)
    return False
