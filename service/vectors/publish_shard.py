"""Makes new vectors part of a project's matrix, as one shard with the small ones before it."""

from collections.abc import Sequence
from uuid import uuid4

import numpy as np

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.attach import request_attaching
from service.jobs.kinds.embed import SHARD_ROWS, request_spans
from service.jobs.kinds.rank import request_round
from service.jobs.queries.jobs import Jobs
from service.jobs.run_job import JobRun, JobTaken, assert_claimed
from service.pool.queries.items import ItemsInRange, gaps
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import View
from service.ports import Encoder, FloatArray
from service.vectors.progress import count_embedded, present_rows, put_present
from service.vectors.queries import Shards
from service.vectors.reuse_vectors import Arithmetics, together
from service.vectors.tables import Shard

MOST_TIMES_LARGER = 2
"""A shard so much larger than what follows is left alone: else each small import would write all
that came before it anew."""


def publish_shard(
    app: App,
    run: JobRun,
    view: View,
    encoder: Encoder,
    first: int,
    vectors: FloatArray,
    arithmetics: Arithmetics,
) -> None:
    """Publishes rows (n, D) of a view, of the ordinals from `first` on, computed in these numbers.

    When other shards came or went meanwhile nothing may be published: look again what is left.
    """
    with app.read() as uow:
        small = _small_before(uow, view, encoder.fingerprint, first, len(vectors))
    shard = _write(app, view, encoder, small, first, vectors)
    shard.arithmetics = together([*(each.arithmetics for each in small), arithmetics])
    with app.write() as uow:
        project = uow[Projects].lock(run.project_id)
        if uow[Jobs].held(run.job_id, run.attempts) is None:
            raise JobTaken(f"job {run.job_id} was cancelled or taken over")
        others = [other for other in uow[Shards].of(view, shard.fingerprint)
                  if other.id not in {each.id for each in small}]  # fmt: skip
        if gaps(shard.span, [other.span for other in others]) == [shard.span]:
            uow[Shards].replace(small, shard, uow.now)
            count_embedded(uow, project)


def _small_before(
    uow: UnitOfWork, view: View, fingerprint: str, first: int, rows: int
) -> list[Shard]:
    """The shards right before `first` to merge with `rows` new ones; between may be holes only."""
    shards: list[Shard] = []
    last = first + rows
    for shard in reversed(uow[Shards].of(view, fingerprint)):
        if shard.first >= first:
            continue
        _, end = shard.span
        too_large = shard.rows > MOST_TIMES_LARGER * (last - first)
        if too_large or last - shard.first > SHARD_ROWS:
            break
        if end < first and uow[ItemsInRange].has_items(view.project_id, (end, first)):
            break
        shards.insert(0, shard)
        first = shard.first
    return shards


def _write(
    app: App,
    view: View,
    encoder: Encoder,
    small: Sequence[Shard],
    first: int,
    vectors: FloatArray,
) -> Shard:
    """The new shard with its files; nobody sees them yet."""
    start = small[0].first if small else first
    rows = first + len(vectors) - start
    if small:
        merged = np.zeros((rows, vectors.shape[1]), dtype=np.float32)
        for shard in small:
            place = shard.first - start
            merged[place : place + shard.rows] = app.blobs.array(shard.blob)
        merged[first - start :] = vectors
        vectors = merged
    folder = f"projects/{view.project_id}/shards"
    key = f"{folder}/{encoder.fingerprint[:16]}-{start}-{uuid4().hex}.npy"
    app.blobs.put_array(key, vectors)
    with app.read() as uow:
        present = present_rows(uow, view.project_id, start, rows)
    return Shard(
        view_id=view.id,
        fingerprint=encoder.fingerprint,
        first=start,
        rows=rows,
        items=int(present.sum()),
        dimensions=vectors.shape[1],
        numeric_class=encoder.numeric_class,
        blob=key,
        present_blob=put_present(app, view.project_id, present),
    )


def adopt_vectors(
    app: App, run: JobRun, own_view: View, fingerprint: str, graph: str | None
) -> None:
    """Lets rounds work on these vectors of a view, once they are of all items that others were of.

    `graph` is the blob with the neighbours among them.

    Vectors of two encoders can't be compared. Where a worker's encoder is another than before,
    everything is embedded again; meanwhile rounds go on with the old vectors.
    """
    with app.write() as uow:
        project = uow[Projects].lock(own_view.project_id)
        assert_claimed(uow, run)
        view = uow[Views].get(own_view.id)
        if view.fingerprint != fingerprint:
            lacking = _lacking(uow, view, fingerprint)
            if lacking:
                request_spans(uow, view, lacking)
                return
            uow[Shards].retire(uow[Shards].of_others(view, fingerprint), uow.now)
            view.fingerprint = fingerprint
        view.neighbours = graph
        count_embedded(uow, project)
        request_round(uow, project, "embedded", at_once=True)
        request_attaching(uow, view)


def _lacking(uow: UnitOfWork, view: View, fingerprint: str) -> list[tuple[int, int]]:
    """Where the vectors that rounds work on have items, and this encoder's have none."""
    ours = [shard.span for shard in uow[Shards].of(view, fingerprint)]
    lacking = [gap for shard in uow[Shards].current(view) for gap in gaps(shard.span, ours)]
    return [gap for gap in lacking if uow[ItemsInRange].has_items(view.project_id, gap)]
