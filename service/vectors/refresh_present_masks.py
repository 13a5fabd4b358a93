"""Which rows of shards are items that can be ranked: it changes when imports come and go."""

from uuid import uuid4

import numpy as np
from numpy.typing import NDArray

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.pool.ordinal_ranges import Span
from service.pool.queries.items import ItemsInRange
from service.pool.queries.projects import Projects
from service.pool.tables.projects import View
from service.vectors.progress import count_embedded
from service.vectors.queries import Shards
from service.vectors.tables import Shard


def refresh_present_masks(app: App, view: View, span: Span) -> None:
    """Brings a view's shards of a span up to date, after its items came in or were taken back."""
    while True:
        with app.read() as uow:
            shards = uow[Shards].overlapping(view, span)
        marked = [_is_marked(app, view.project_id, shard) for shard in shards]
        if all(marked):
            return


def present_rows(uow: UnitOfWork, project_id: int, first: int, rows: int) -> NDArray[np.bool_]:
    """(rows,) whether there is an item of the pool to be seen."""
    present = np.zeros(rows, dtype=np.bool_)
    ordinals = uow[ItemsInRange].pool_ordinals(project_id, (first, first + rows))
    present[np.array(ordinals, dtype=np.int64) - first] = True
    return present


def put_present(app: App, project_id: int, present: NDArray[np.bool_]) -> str:
    key = f"projects/{project_id}/shards/present-{uuid4().hex}.npy"
    app.blobs.put_array(key, present)
    return key


def _is_marked(app: App, project_id: int, shard: Shard) -> bool:
    """Whether all is as it should be; else a shard that is right takes its place."""
    with app.read() as uow:
        present = present_rows(uow, project_id, shard.first, shard.rows)
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
