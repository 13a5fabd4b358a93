"""Gives a stretch of items their vectors: found ones are copied, the rest is encoded."""

import time
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np

from service.app import App
from service.db.repository import slices
from service.jobs.run_job import JobRun
from service.jobs.take_turns import Turn
from service.pool.queries.items import ItemsInRange, Span, gaps
from service.pool.queries.projects import Projects, Views
from service.pool.tables.projects import View, is_own
from service.ports import Encoder, FloatArray, arithmetic_of, learns_labels, on_gpu
from service.vectors.fitted_encoder import fit_encoder
from service.vectors.link_neighbours import link_neighbours
from service.vectors.progress import refresh_present_masks
from service.vectors.publish_shard import adopt_vectors, publish_shard
from service.vectors.queries import Shards
from service.vectors.reuse_vectors import (
    Arithmetics,
    EmbeddingSlices,
    embedding_key,
    reuse_vectors,
    together,
)

SLICE_SECONDS = 2.0
"""What a slice should take. None comes near 5 s, in which a ranking would be late."""
FIRST_SLICE, LONGEST_SLICE = 8_000, 1_000_000
"""Characters."""
WINDOW_ROWS = 4_096
"""Texts that are sorted by length before slices are cut: padding is what encoders waste time on."""
READ_CHARACTERS = 1_500
"""Of a text: encoders cut longer ones off."""
REMEMBERED = 2_000
"""Rows in a transaction."""


def embed_items(app: App, run: JobRun) -> None:
    """Job `embed`: what an earlier attempt had encoded is read back, never encoded again."""
    with app.read() as uow:
        view = uow[Views].get(int(run.payload["view"]))
    encoder = fit_encoder(app, run.tools, view)
    span = int(run.payload["first"]), int(run.payload["last"])
    folder = f"projects/{run.project_id}/embedding/{run.job_id}-{encoder.fingerprint[:16]}"
    slices, turn = EmbeddingSlices(app.blobs, folder, run.attempts), Turn(app, run)
    while left := _left(app, view, span, encoder.fingerprint):
        stretch = _gather(app, run, encoder, slices, left[0], turn)
        publish_shard(app, run, view, encoder, left[0][0], stretch.vectors, stretch.arithmetics)
        del stretch  # they are in the file now, and the next steps take as much again
    _see_items(app, view, span)
    if encoder is run.tools.encoder(view.encoder):  # what learns from a project's texts is its own
        _remember(app, run, encoder.fingerprint, span, slices)
    graph = link_neighbours(app, view, encoder.fingerprint, encoder)
    adopt_vectors(app, run, view, encoder.fingerprint, graph)
    if learns_labels(view.encoder):
        with app.write() as uow:
            uow[Projects].lock(run.project_id)
            uow[Views].get(view.id).learning_seconds += run.seconds()
    slices.clear()


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


class Stretch:
    """The vectors of consecutive ordinals, filled in by text: equal texts get the same one."""

    def __init__(self, span: Span, items: Sequence[tuple[int, bytes]], dimensions: int) -> None:
        self.vectors = np.zeros((span[1] - span[0], dimensions), dtype=np.float32)
        """Rows without an item stay zero."""
        self.arithmetics: list[str] | None = []
        """That these were computed in."""
        self._first = span[0]
        self._rows: dict[bytes, list[int]] = {}
        for ordinal, content_hash in items:
            self._rows.setdefault(content_hash, []).append(ordinal - span[0])

    def fill(self, hashes: Sequence[bytes], vectors: FloatArray, arithmetics: Arithmetics) -> None:
        """Those that are not missing here are passed over."""
        pairs = [(row, i) for i, each in enumerate(hashes) for row in self._rows.pop(each, ())]
        if pairs:
            rows, places = np.array(pairs).T
            self.vectors[rows] = vectors[places]
            self.arithmetics = together((self.arithmetics, arithmetics))

    def missing(self) -> dict[bytes, int]:
        """Hashes of texts without a vector, each with one ordinal that has the text."""
        return {each: self._first + rows[0] for each, rows in self._rows.items()}

    def done(self) -> int:
        return len(self.vectors) - sum(map(len, self._rows.values()))


def _gather(
    app: App, run: JobRun, encoder: Encoder, slices: EmbeddingSlices, span: Span, turn: Turn
) -> Stretch:
    with app.read() as uow:
        items = uow[ItemsInRange].hashes(run.project_id, span)
    stretch = Stretch(span, items, encoder.dimensions)
    for part in slices.parts():
        stretch.fill(*part)
    for part in reuse_vectors(app, encoder.fingerprint, list(stretch.missing())):
        stretch.fill(*part)
    before = span[0] - int(run.payload["first"])
    run.progress(before + stretch.done())
    pace, arithmetic = Pace(), arithmetic_of(encoder)
    made_in = None if arithmetic is None else [arithmetic]
    for batch in _slices(_texts(app, run.project_id, stretch.missing()), pace):
        turn.next_slice()
        started = time.perf_counter()
        app.room.check()
        hashes, vectors = list(batch), encoder.encode(list(batch.values()))
        took = time.perf_counter() - started
        run.gpu_seconds += took if on_gpu(encoder) else 0.0
        pace.took(sum(map(_characters, batch.values())), took)
        slices.add(hashes, vectors, arithmetic)
        stretch.fill(hashes, vectors, made_in)
        run.progress(before + stretch.done())
    return stretch


class Pace:
    """How many characters to encode at once: a slice is as long as the encoder is fast."""

    def __init__(self) -> None:
        self.characters = FIRST_SLICE

    def took(self, characters: int, seconds: float) -> None:
        """At most twice as many the next time: the first call may have loaded something."""
        wanted = characters * SLICE_SECONDS / max(seconds, 1e-3)
        wanted = min(wanted, 2 * self.characters, LONGEST_SLICE)
        self.characters = max(int(wanted), READ_CHARACTERS)


def _characters(text: str) -> int:
    return min(len(text), READ_CHARACTERS) + 20


def _slices(texts: Iterator[tuple[bytes, str]], pace: Pace) -> Iterator[dict[bytes, str]]:
    while window := sorted(islice(texts, WINDOW_ROWS), key=lambda pair: len(pair[1])):
        batch: dict[bytes, str] = {}
        size = 0
        for content_hash, text in window:
            batch[content_hash] = text
            size += _characters(text)
            if size >= pace.characters:
                yield batch
                batch, size = {}, 0
        if batch:
            yield batch


def _texts(app: App, project_id: int, ordinals: Mapping[bytes, int]) -> Iterator[tuple[bytes, str]]:
    """The texts of these items; one that was deleted meanwhile needs no vector."""
    for part in slices(list(ordinals.items())):
        with app.read() as uow:
            texts = uow[ItemsInRange].texts(project_id, [ordinal for _, ordinal in part])
        yield from ((each, texts[ordinal]) for each, ordinal in part if ordinal in texts)


def _remember(
    app: App, run: JobRun, fingerprint: str, span: Span, embedded: EmbeddingSlices
) -> None:
    """Notes where the encoded vectors are, for projects to come."""
    with app.read() as uow:
        ordinals = {
            each: ordinal for ordinal, each in uow[ItemsInRange].hashes(run.project_id, span)
        }
    for chunk in embedded.parts():
        places = [
            (embedding_key(fingerprint, each), ordinals[each])
            for each in chunk.hashes
            if each in ordinals
        ]
        for part in slices(places, REMEMBERED):
            with app.write() as uow:
                uow[Shards].remember(run.project_id, part)
