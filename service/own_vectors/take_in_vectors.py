"""Takes in a file of vectors: all of it, or nothing."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from tempfile import TemporaryFile
from typing import IO, Any
from uuid import uuid4

import numpy as np

from service.app import App
from service.core.arrays import FloatArray, IntArray
from service.db.unit_of_work import UnitOfWork
from service.importing.formats import Limits, Manner
from service.jobs.kinds.embed import SHARD_ROWS
from service.jobs.run_job import JobRun, assert_claimed
from service.kit.errors import BadUpload
from service.own_vectors.queries import ExternalIds
from service.own_vectors.read_vectors import SentVectors, read_vectors, wrong
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import View
from service.vectors.link_neighbours import link_neighbours
from service.vectors.progress import present_rows, put_present, refresh_present_masks, with_vector
from service.vectors.publish_shard import adopt_vectors
from service.vectors.queries import Shards
from service.vectors.tables import Shard

TELL_SECONDS = 1.0
FULL_WIDTH = 512
"""Files of wider vectors have fewer rows: one is held whole while it is written."""


def take_in_vectors(app: App, run: JobRun) -> None:
    """Job `own_vectors`: rounds go on with the vectors there are, until the new ones are in.

    Where an item has one in the file and one before, that of the file counts.
    """
    encoder = str(run.payload["encoder"])
    with app.read() as uow:
        before = _shards(uow, run.project_id, encoder)
    with TemporaryFile() as spill:
        sent = _read(app, run, spill, before[0].dimensions if before else None)
        ordinals = _ordinals(app, run.project_id, sent)
        shards = list(_written(app, run, sent, ordinals, before))
    _keep(app, run, encoder, shards)
    with app.read() as uow:
        rows = uow[Projects].get(run.project_id).next_ordinal
        view = own_view(uow, run.project_id, encoder)
    assert view is not None, "a view stays"
    refresh_present_masks(app, view, (0, rows))  # items may have come or gone meanwhile
    run.renew()
    fingerprint = _fingerprint(run)
    adopt_vectors(app, run, view, fingerprint, link_neighbours(app, view, fingerprint, None))


def _fingerprint(run: JobRun) -> str:
    """The same in each attempt: vectors that an upload changes are others from then on."""
    return hashlib.sha256(f"{run.job_id} {run.payload['blob']}".encode()).hexdigest()


def own_view(uow: UnitOfWork, project_id: int, encoder: str) -> View | None:
    return next((each for each in uow[Views].of(project_id) if each.encoder == encoder), None)


def _shards(uow: UnitOfWork, project_id: int, encoder: str) -> Sequence[Shard]:
    """Those that rounds work on."""
    view = own_view(uow, project_id, encoder)
    return [] if view is None or view.fingerprint is None else uow[Shards].current(view)


def _read(app: App, run: JobRun, spill: IO[bytes], dimensions: int | None) -> SentVectors:
    payload, most, last = run.payload, app.settings.max_upload_bytes, time.monotonic()

    def tell(size: int) -> None:
        nonlocal last
        if size > most:
            raise BadUpload(
                f"The vectors take more than {most:,} bytes (POSTIL_MAX_UPLOAD_BYTES). Send them "
                "in parts."
            )
        if time.monotonic() - last >= TELL_SECONDS:
            last = time.monotonic()
            app.room.check()
            run.progress(min(file.tell(), payload["size"]))

    manner = Manner(
        limits=Limits(app.settings.max_text_chars),
        columns=payload["columns"],
        role="vector",
        encoding=payload["encoding"],
    )
    with app.blobs.reading(payload["blob"]) as file:
        return read_vectors(file, payload["content_type"], manner, dimensions, spill, tell)


def _ordinals(app: App, project_id: int, sent: SentVectors) -> IntArray:
    """(n,) of the items with these ids. `BadUpload` where one is that of none, or of several."""
    ordinal_of: dict[str, int] = {}
    with app.read() as uow:
        for external_id, ordinal in uow[ExternalIds].of(project_id):
            if external_id not in sent.line_of:
                continue
            if ordinal_of.setdefault(external_id, ordinal) != ordinal:
                line = sent.line_of[external_id]
                raise wrong(line, f"the id {external_id!r} is that of several texts")
    for external_id, line in sent.line_of.items():
        if external_id not in ordinal_of:
            raise wrong(line, f"no text has the id {external_id!r}")
    return np.array([ordinal_of[each] for each in sent.line_of], dtype=np.int64)


def _written(
    app: App, run: JobRun, sent: SentVectors, ordinals: IntArray, before: Sequence[Shard]
) -> Iterator[Shard]:
    """The shards of what is there from now on; nobody sees them yet. A file in which nothing
    changes is that of before."""
    dimensions = sent.vectors.shape[1]
    size = min(SHARD_ROWS, max(SHARD_ROWS * FULL_WIDTH // dimensions, 1))
    order = np.argsort(ordinals, kind="stable")
    held = {shard.first: shard for shard in before}
    for first in sorted({*held, *(np.unique(ordinals // size) * size).tolist()}):
        app.room.check()
        run.renew()
        start, end = np.searchsorted(ordinals[order], (first, first + size))
        rows, old = order[start:end], held.get(first)
        if old is None or len(rows):
            vectors = _merged(app, old, ordinals[rows] - first, sent.vectors[rows])
            yield _shard(app, run, first, vectors)
        else:
            yield Shard(**_same(old) | {"fingerprint": _fingerprint(run)})


def _same(shard: Shard) -> dict[str, Any]:
    return shard.model_dump(exclude={"id", "created_at", "view_id", "fingerprint"})


def _merged(app: App, old: Shard | None, rows: IntArray, vectors: FloatArray) -> FloatArray:
    """The vectors of before with new ones in these rows: where several ids are those of one text,
    the mean of theirs."""
    count = max(0 if old is None else old.rows, int(rows.max()) + 1)
    merged = np.zeros((count, vectors.shape[1]), dtype=np.float32)
    if old is not None:
        merged[: old.rows] = app.blobs.array(old.blob)
    fresh = np.unique(rows)
    merged[fresh] = 0
    np.add.at(merged, rows, vectors)
    lengths = np.linalg.norm(merged[fresh], axis=1, keepdims=True)
    if not lengths.all():
        raise BadUpload("Two ids of one text have opposite vectors: leave one of them out.")
    merged[fresh] /= lengths
    return merged


def _shard(app: App, run: JobRun, first: int, vectors: FloatArray) -> Shard:
    fingerprint = _fingerprint(run)
    key = f"projects/{run.project_id}/shards/{fingerprint[:16]}-{first}-{uuid4().hex}.npy"
    app.blobs.put_array(key, vectors)
    with app.read() as uow:
        present = present_rows(uow, run.project_id, first, len(vectors)) & with_vector(vectors)
    return Shard(
        fingerprint=fingerprint,
        first=first,
        rows=len(vectors),
        items=int(present.sum()),
        dimensions=vectors.shape[1],
        numeric_class="exact",
        blob=key,
        present_blob=put_present(app, run.project_id, present),
    )


def _keep(app: App, run: JobRun, encoder: str, shards: Sequence[Shard]) -> None:
    """Notes them, in a view that a first file makes."""
    with app.write() as uow:
        uow[Projects].lock(run.project_id)
        assert_claimed(uow, run)
        view = own_view(uow, run.project_id, encoder)
        if view is None:
            position = len(uow[Views].of(run.project_id))
            new = View(project_id=run.project_id, position=position, encoder=encoder)
            view = uow[Views].add(new)
        uow[Shards].retire(uow[Shards].of(view, _fingerprint(run)), uow.now)  # of an attempt before
        for shard in shards:
            shard.view_id = view.id
            uow[Shards].add(shard)
