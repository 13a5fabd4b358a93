"""Views of own vectors: how far they are, and how they go."""

from collections.abc import Sequence

import numpy as np

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.end_job import cancel_job
from service.jobs.kinds.embed import SHARD_ROWS
from service.jobs.kinds.rank import request_round
from service.jobs.queries.jobs import OPEN, Jobs
from service.jobs.tables import Job
from service.kit.errors import NotFound
from service.kit.reasons import Reason, ReasonCode, job_failed, reason
from service.kit.vocabulary import Counted, JobState
from service.own_vectors.kinds import TAKE_IN_VECTORS, open_uploads
from service.own_vectors.shapes import LackingItem, OwnVectors
from service.pool.queries.counters import Counters
from service.pool.queries.items import Items, ItemsInRange, pieces
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import OWN_VECTORS, View, is_own
from service.vectors.load_vectors import read_views
from service.vectors.queries import Shards
from service.vectors.tables import Shard


def show_all(app: App, uow: UnitOfWork, project_id: int) -> list[OwnVectors]:
    """Those that there are, and those of which a file is being taken in, or wasn't."""
    jobs = _jobs(uow, project_id)
    views = {view.encoder: view for view in _views(uow, project_id)}
    return [_shown(app, uow, project_id, each, views.get(each), jobs.get(each))
            for each in dict.fromkeys([*views, *jobs])]  # fmt: skip


def show_one(app: App, uow: UnitOfWork, project_id: int, name: str) -> OwnVectors:
    """`NotFound` where there is nothing of this name."""
    for each in show_all(app, uow, project_id):
        if each.name == name:
            return each
    raise NotFound(f"The project has no own vectors {name!r}.")


def delete_vectors(uow: UnitOfWork, project_id: int, name: str) -> None:
    """Rounds go on without them; the model that was measured with them reads them until there is
    another. `NotFound` where there are none, and no file of them waits."""
    project = uow[Projects].lock(project_id)
    encoder = f"{OWN_VECTORS}:{name}"
    waiting = [each for each in open_uploads(uow, project_id) if each.payload["encoder"] == encoder]
    for job in waiting:
        cancel_job(uow, job)
    views = [each for each in _views(uow, project_id) if each.encoder == encoder]
    if not waiting and not views:
        raise NotFound(f"The project has no own vectors {name!r}.")
    for view in views:
        uow[Shards].retire(uow[Shards].current(view), uow.now)
        view.fingerprint = view.neighbours = None
        request_round(uow, project, "views", at_once=True)


def _views(uow: UnitOfWork, project_id: int) -> list[View]:
    """With vectors. One whose vectors were deleted has none, or one that has moved here."""
    views = uow[Views].of(project_id)
    return [each for each in views if is_own(each.encoder) and each.fingerprint is not None]


def _jobs(uow: UnitOfWork, project_id: int) -> dict[str, Job]:
    """Of each view the last that is open, or failed after all others of the project."""
    last = uow[Jobs].last_of(project_id, TAKE_IN_VECTORS.name)
    failed = [last] if last is not None and last.state is JobState.FAILED else []
    return {each.payload["encoder"]: each for each in (*failed, *open_uploads(uow, project_id))}


def _shown(
    app: App, uow: UnitOfWork, project_id: int, encoder: str, view: View | None, job: Job | None
) -> OwnVectors:
    shards = [] if view is None else uow[Shards].current(view)
    items = sum(shard.items for shard in shards)
    total = uow[Counters].value(project_id, Counted.ITEMS)
    return OwnVectors(
        name=encoder.partition(":")[2],
        encoder=encoder,
        dimensions=shards[0].dimensions if shards else None,
        items=items,
        total=total,
        first_lacking=_first_lacking(app, uow, project_id, shards) if items < total else None,
        is_read=any(each.encoder == encoder for each in read_views(uow, project_id)),
        job_id=None if job is None else job.id,
        reason=None if job is None else _reason(job),
    )


def _reason(job: Job) -> Reason:
    return reason(ReasonCode.UNDER_WAY) if job.state in OPEN else job_failed(job.error or "")


def _first_lacking(
    app: App, uow: UnitOfWork, project_id: int, shards: Sequence[Shard]
) -> LackingItem | None:
    rows = uow[Projects].get(project_id).next_ordinal
    for first, last in pieces((0, rows), SHARD_ROWS):
        there = np.zeros(last - first, dtype=np.bool_)
        for shard in shards:
            start, end = max(first, shard.first), min(last, shard.first + shard.rows)
            if start < end:
                present = app.blobs.array(shard.present_blob)
                there[start - first : end - first] = present[start - shard.first :][: end - start]
        ordinals = np.sort(np.array(uow[ItemsInRange].pool_ordinals(project_id, (first, last))))
        lacking = ordinals[~there[ordinals.astype(np.int64) - first]]
        if len(lacking):
            ordinal = int(lacking[0])
            item_id = uow[Items].ids_of_ordinals(project_id, [ordinal])[ordinal]
            return LackingItem(item_id, uow[Items].external_ids([item_id])[item_id])
    return None
