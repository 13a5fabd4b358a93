"""Vectors of a stretch of items, or of a part of the pool before that."""

import numpy as np

from service.app import App
from service.db.repository import slices
from service.jobs.kinds.embed import is_preview
from service.jobs.run_job import JobRun
from service.pool.queries.items import ItemsInRange, Span, gaps
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import View, is_own
from service.ports import learns_labels
from service.vectors.encode_stretch import Encoding, Stretch
from service.vectors.fitted_encoder import fit_encoder
from service.vectors.link_neighbours import link_neighbours
from service.vectors.make_preview import make_preview, previewed_vectors
from service.vectors.progress import refresh_present_masks
from service.vectors.publish_shard import adopt_vectors, publish_shard
from service.vectors.queries import Shards
from service.vectors.reuse_vectors import EmbeddingSlices, embedding_key

REMEMBERED = 2_000
"""Rows in a transaction."""


def embed_items(app: App, run: JobRun) -> None:
    """Job `embed`: what an earlier attempt had encoded is read back, never encoded again."""
    with app.read() as uow:
        view = uow[Views].get(int(run.payload["view"]))
    encoding = Encoding.of(app, run, fit_encoder(app, run.tools, view))
    if is_preview(run.payload):
        make_preview(encoding, view)
    else:
        _embed_span(encoding, view, (int(run.payload["first"]), int(run.payload["last"])))
    encoding.slices.clear()


def _embed_span(encoding: Encoding, view: View, span: Span) -> None:
    app, run, encoder = encoding.app, encoding.run, encoding.encoder
    if encoding.slices.is_empty():
        for part in previewed_vectors(app, view, encoder.fingerprint, span):
            encoding.slices.add(part)
    while left := _left(app, view, span, encoder.fingerprint):
        stretch = _gather(encoding, left[0], span)
        publish_shard(app, run, view, encoder, left[0][0], stretch.vectors, stretch.arithmetics)
        del stretch  # they are in the file now, and the next steps take as much again
    _see_items(app, view, span)
    if encoder is run.tools.encoder(view.encoder):  # what learns from a project's texts is its own
        _remember(app, run, encoder.fingerprint, span, encoding.slices)
    graph = link_neighbours(app, view, encoder.fingerprint, encoder)
    adopt_vectors(app, run, view, encoder.fingerprint, graph)
    if learns_labels(view.encoder):
        with app.write() as uow:
            uow[Projects].lock(run.project_id)
            uow[Views].get(view.id).learning_seconds += run.seconds()


def _gather(encoding: Encoding, gap: Span, span: Span) -> Stretch:
    """The vectors of a part of the span that lacks them."""
    with encoding.app.read() as uow:
        hashes = uow[ItemsInRange].hashes(encoding.run.project_id, gap)
    stretch = Stretch(np.arange(*gap), hashes, encoding.encoder.dimensions)
    encoding.fill(stretch, lambda done: encoding.run.progress(gap[0] - span[0] + done))
    return stretch


def _see_items(app: App, view: View, span: Span) -> None:
    """Items have come or gone: so too in views of own vectors and those that rest, of which no job
    is about items."""
    with app.read() as uow:
        views = uow[Views].of(view.project_id)
    others = [each for each in views if is_own(each.encoder) or each.rests_from is not None]
    for each in (view, *others):
        refresh_present_masks(app, each, span)


def _left(app: App, view: View, span: Span, fingerprint: str) -> list[Span]:
    """Parts of the span with items and without vectors of this encoder."""
    with app.read() as uow:
        left = gaps(span, [shard.span for shard in uow[Shards].of(view, fingerprint)])
        return [gap for gap in left if uow[ItemsInRange].has_items(view.project_id, gap)]


def _remember(
    app: App, run: JobRun, fingerprint: str, span: Span, embedded: EmbeddingSlices
) -> None:
    """Notes where the encoded vectors are, for projects to come."""
    with app.read() as uow:
        hashes = uow[ItemsInRange].hashes(run.project_id, span)
    ordinals = {each: ordinal for ordinal, each in hashes.items()}
    for chunk in embedded.parts():
        places = [
            (embedding_key(fingerprint, each), ordinals[each])
            for each in chunk.hashes
            if each in ordinals
        ]
        for part in slices(places, REMEMBERED):
            with app.write() as uow:
                uow[Shards].remember(run.project_id, part)
