"""Vectors of a part of the pool, drawn at random, before all are read.

Cheap encoders have read everything in seconds, others take minutes or hours. Until then rounds
choose from what every encoder has read: `DrawnPart`.
"""

from collections.abc import Iterator
from uuid import uuid4

import numpy as np

from service.app import App
from service.core.acquisition.audit import AUDIT_RESERVE
from service.core.arrays import FloatArray, IntArray
from service.core.drawn_part import draw_part
from service.db.repository import slices
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import PREVIEW_ROWS, SHARD_ROWS, hasten, is_overtaken
from service.jobs.kinds.rank import request_round
from service.jobs.run_job import assert_claimed
from service.pool.queries.asked import AskedItems
from service.pool.queries.audit import AuditOrder
from service.pool.queries.items import ItemsInRange, Span
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import Preview, Project, View
from service.vectors.encode_stretch import Encoding, Stretch
from service.vectors.link_neighbours import graph_arrays
from service.vectors.progress import count_embedded
from service.vectors.reuse_vectors import AT_ONCE, Arithmetics, FoundVectors

STEPS = (1_000, 2_000, 4_000, PREVIEW_ROWS)
"""Rows after which rounds may choose from them."""


def make_preview(encoding: Encoding, view: View) -> None:
    """Gives a view the vectors of what was drawn, step by step; a round follows each."""
    drawn = str(encoding.run.payload["drawn"])
    ordinals = _drawn(encoding.app, view.project_id, drawn)
    steps: list[tuple[int, str]] = []
    for rows in sorted({min(step, len(ordinals)) for step in STEPS}):
        with encoding.app.read() as uow:
            if is_overtaken(uow, encoding.run.job_id, view.project_id):
                return
        stretch = _read(encoding, ordinals[:rows])
        steps.append((rows, _graph(encoding, view, stretch.vectors)))
        _publish(encoding, view, drawn, stretch.vectors, stretch.arithmetics, steps)
    with encoding.app.write() as uow:
        if _is_whole_pool(uow, uow[Projects].lock(view.project_id), ordinals):
            hasten(uow, view)


def _is_whole_pool(uow: UnitOfWork, project: Project, ordinals: IntArray) -> bool:
    if project.next_ordinal > SHARD_ROWS:
        return False
    pool = uow[ItemsInRange].pool_ordinals(project.id, (0, project.next_ordinal))
    return {*pool} <= {*ordinals.tolist()}


def _drawn(app: App, project_id: int, key: str) -> IntArray:
    """What all views of the project read first: drawn by the first of their jobs."""
    if not app.blobs.exists(key):
        with app.write() as uow:
            project = uow[Projects].lock(project_id)
            if not app.blobs.exists(key):
                app.blobs.put_array(key, _draw(uow, project))
    return np.array(app.blobs.array(key))


def _draw(uow: UnitOfWork, project: Project) -> IntArray:
    """By chance alone, so that nobody can tell which: what heads learn from and are measured by
    first, and as many others between."""
    pool = uow[ItemsInRange].pool_ordinals(project.id, (0, project.next_ordinal))
    first = [
        *uow[AuditOrder].ordinals(project.id),
        *(item.ordinal for item in uow[AuditOrder].reserved(project, AUDIT_RESERVE)),
        *uow[AskedItems].held_ordinals(project.id),
        *(label.ordinal for label in uow[LabelRows].to_learn(project.id)),
    ]
    distinct = np.array([*dict.fromkeys(first)], dtype=np.int64)
    eligible = np.array(pool, dtype=np.int64)
    return draw_part(eligible, distinct, PREVIEW_ROWS, np.random.default_rng())


def _read(encoding: Encoding, ordinals: IntArray) -> Stretch:
    project_id = encoding.run.project_id
    with encoding.app.read() as uow:
        hashes = uow[ItemsInRange].hashes_of(project_id, ordinals.tolist())
    stretch = Stretch(ordinals, hashes, encoding.encoder.dimensions)
    encoding.fill(stretch, encoding.run.progress)
    return stretch


def _graph(encoding: Encoding, view: View, vectors: FloatArray) -> str:
    """The blob with the graph of these rows and with what is said of the classes."""
    key = f"{_folder(view)}/{encoding.encoder.fingerprint[:16]}-{uuid4().hex}.npz"
    everything = np.ones(len(vectors), dtype=np.bool_)
    arrays = graph_arrays(encoding.app, view, vectors, everything, encoding.encoder)
    encoding.app.blobs.put_arrays(key, **arrays)
    return key


def _publish(
    encoding: Encoding,
    own_view: View,
    drawn: str,
    vectors: FloatArray,
    arithmetics: Arithmetics,
    steps: list[tuple[int, str]],
) -> None:
    app, run, fingerprint = encoding.app, encoding.run, encoding.encoder.fingerprint
    key = f"{_folder(own_view)}/{fingerprint[:16]}-{uuid4().hex}.npy"
    app.blobs.put_array(key, vectors)
    with app.write() as uow:
        project = uow[Projects].lock(own_view.project_id)
        assert_claimed(uow, run)
        uow[Views].get(own_view.id).preview = Preview(
            drawn=drawn,
            fingerprint=fingerprint,
            vectors=key,
            arithmetics=None if arithmetics is None else [*arithmetics],
            steps=[*steps],
        )
        count_embedded(uow, project)
        request_round(uow, project, "embedded", at_once=True)


def _folder(view: View) -> str:
    return f"projects/{view.project_id}/previews"


def previewed_vectors(app: App, view: View, fingerprint: str, span: Span) -> Iterator[FoundVectors]:
    """What the preview has of a span, by this encoder."""
    preview = view.preview
    if preview is None or preview.fingerprint != fingerprint:
        return
    with app.read() as uow:
        hashes = uow[ItemsInRange].hashes(view.project_id, span)
    ordinals = app.blobs.array(preview.drawn)[: preview.rows].tolist()
    vectors = app.blobs.array(preview.vectors)
    there = [row for row, ordinal in enumerate(ordinals) if ordinal in hashes]
    for rows in slices(there, AT_ONCE):
        of_rows = [hashes[ordinals[row]] for row in rows]
        yield FoundVectors(of_rows, vectors[list(rows)], preview.arithmetics)
