"""Texts that lack a vector are encoded, a slice at a time; equal ones once."""

import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

import numpy as np

from service.app import App
from service.core.arrays import IntArray
from service.db.repository import slices
from service.jobs.run_job import JobRun
from service.jobs.take_turns import Turn
from service.pool.queries.items import ItemsInRange
from service.ports import Encoder, arithmetic_of, on_gpu
from service.vectors.reuse_vectors import EmbeddingSlices, FoundVectors, reuse_vectors, together

SLICE_SECONDS = 2.0
"""What a slice should take. None comes near 5 s, in which a ranking would be late."""
FIRST_SLICE, LONGEST_SLICE = 8_000, 1_000_000
"""Characters."""
WINDOW_ROWS = 4_096
"""Texts that are sorted by length before slices are cut: padding is what encoders waste time on."""
READ_CHARACTERS = 1_500
"""Of a text: encoders cut longer ones off."""


class Stretch:
    """The vectors of some items, filled in by text: equal texts get the same one."""

    def __init__(self, ordinals: IntArray, hashes: Mapping[int, bytes], dimensions: int) -> None:
        """`ordinals` (n,) of the rows. Those without a hash are of no item, and stay zero."""
        self.vectors = np.zeros((len(ordinals), dimensions), dtype=np.float32)
        self.arithmetics: list[str] | None = []
        """That these were computed in."""
        self._ordinals = ordinals
        self._rows: dict[bytes, list[int]] = {}
        for row, ordinal in enumerate(ordinals.tolist()):
            if ordinal in hashes:
                self._rows.setdefault(hashes[ordinal], []).append(row)

    def fill(self, of_texts: FoundVectors) -> None:
        """Those that are not missing here are passed over."""
        hashes = enumerate(of_texts.hashes)
        pairs = [(row, i) for i, each in hashes for row in self._rows.pop(each, ())]
        if pairs:
            rows, places = np.array(pairs).T
            self.vectors[rows] = of_texts.vectors[places]
            self.arithmetics = together((self.arithmetics, of_texts.arithmetics))

    def missing(self) -> dict[bytes, int]:
        """Hashes of texts without a vector, each with one ordinal that has the text."""
        return {each: int(self._ordinals[rows[0]]) for each, rows in self._rows.items()}

    def done(self) -> int:
        return len(self.vectors) - sum(map(len, self._rows.values()))


@dataclass(frozen=True)
class Encoding:
    """A job that makes vectors of a view."""

    app: App
    run: JobRun
    encoder: Encoder
    slices: EmbeddingSlices
    turn: Turn

    @staticmethod
    def of(app: App, run: JobRun, encoder: Encoder) -> "Encoding":
        folder = f"projects/{run.project_id}/embedding/{run.job_id}-{encoder.fingerprint[:16]}"
        slices = EmbeddingSlices(app.blobs, folder, run.attempts)
        return Encoding(app, run, encoder, slices, Turn(app, run))

    def fill(self, stretch: Stretch, done: Callable[[int], None]) -> None:
        """Gives all rows their vectors: those that exist are copied. `done` hears how many have."""
        for part in self.slices.parts():
            stretch.fill(part)
        for part in reuse_vectors(self.app, self.encoder.fingerprint, list(stretch.missing())):
            stretch.fill(part)
        done(stretch.done())
        pace, arithmetic = Pace(), arithmetic_of(self.encoder)
        for batch in _slices(self._texts(stretch.missing()), pace):
            self.turn.next_slice()
            started = time.perf_counter()
            self.app.room.check()
            hashes, vectors = list(batch), self.encoder.encode(list(batch.values()))
            took = time.perf_counter() - started
            self.run.gpu_seconds += took if on_gpu(self.encoder) else 0.0
            pace.took(sum(map(_characters, batch.values())), took)
            encoded = FoundVectors(hashes, vectors, None if arithmetic is None else [arithmetic])
            self.slices.add(encoded)
            stretch.fill(encoded)
            done(stretch.done())

    def _texts(self, ordinals: Mapping[bytes, int]) -> Iterator[tuple[bytes, str]]:
        """The texts of these items; one that was deleted meanwhile needs no vector."""
        for part in slices(list(ordinals.items())):
            with self.app.read() as uow:
                texts = uow[ItemsInRange].texts(self.run.project_id, [o for _, o in part])
            yield from ((each, texts[ordinal]) for each, ordinal in part if ordinal in texts)


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
