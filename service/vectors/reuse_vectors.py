"""Vectors that exist already, in this project or another, or from an attempt that was killed.

No text is embedded twice.
"""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from typing import NamedTuple

import numpy as np

from service.app import App
from service.db.blobs import Blobs
from service.db.repository import slices
from service.ports import FloatArray
from service.vectors.queries import Shards
from service.vectors.tables import Shard

Arithmetics = Sequence[str] | None
"""In order, each once; None when of some vector it isn't known."""


class FoundVectors(NamedTuple):
    hashes: Sequence[bytes]
    """(n,) of their texts."""
    vectors: FloatArray
    """(n, D)"""
    arithmetics: Arithmetics


def together(arithmetics: Iterable[Arithmetics]) -> list[str] | None:
    """Those of vectors side by side."""
    names: set[str] = set()
    for each in arithmetics:
        if each is None:
            return None
        names.update(each)
    return sorted(names)


AT_ONCE = 4_096
"""Vectors: of a whole shard they were as large as those that they are copied to."""
Place = tuple[bytes, int]
"""A text's hash, and the row of its vector in some shard."""
Held = tuple[Shard, list[Place]]


def embedding_key(fingerprint: str, content_hash: bytes) -> bytes:
    return blake2b(fingerprint.encode() + content_hash, digest_size=16).digest()


def reuse_vectors(app: App, fingerprint: str, hashes: Sequence[bytes]) -> Iterator[FoundVectors]:
    """Of texts whose vectors this encoder has made before, a part of a shard at a time."""
    for shard, places in _places(app, fingerprint, hashes):
        try:
            vectors = app.blobs.array(shard.blob)
        except FileNotFoundError:
            continue  # its project was deleted, and is being swept
        for part in slices(places, AT_ONCE):
            hashes, rows = zip(*part, strict=True)
            yield FoundVectors(hashes, vectors[list(rows)], shard.arithmetics)


def _places(app: App, fingerprint: str, hashes: Sequence[bytes]) -> Iterable[Held]:
    """Where the vectors are, by the file that has them."""
    keys = {embedding_key(fingerprint, each): each for each in hashes}
    shards: dict[int, Sequence[Shard]] = {}
    held: dict[str, Held] = {}
    with app.read() as uow:
        for key, (project_id, ordinal) in uow[Shards].look_up(list(keys)).items():
            if project_id not in shards:
                shards[project_id] = uow[Shards].made_by(project_id, fingerprint)
            shard = _holding(shards[project_id], ordinal)
            if shard is not None:
                _, places = held.setdefault(shard.blob, (shard, []))
                places.append((keys[key], ordinal - shard.first))
    return held.values()


def _holding(shards: Sequence[Shard], ordinal: int) -> Shard | None:
    place = bisect_right(shards, ordinal, key=lambda shard: shard.first) - 1
    if place < 0 or ordinal >= shards[place].first + shards[place].rows:
        return None
    return shards[place]


HASH_BYTES = 16


class EmbeddingSlices:
    """Vectors by the hash of their text: what a killed attempt has encoded, the next one finds."""

    def __init__(self, blobs: Blobs, folder: str, attempt: int) -> None:
        self._blobs = blobs
        self._folder = folder
        # An attempt that lost its job without noticing must not write over the next one's files.
        self._prefix = f"{folder}/{attempt}-"
        self._written = 0

    def add(self, encoded: FoundVectors) -> None:
        rows = np.frombuffer(b"".join(encoded.hashes), dtype=np.uint8).reshape(-1, HASH_BYTES)
        key = f"{self._prefix}{self._written:06d}.npz"
        arithmetic = np.array(encoded.arithmetics or [], dtype=np.str_)
        self._blobs.put_arrays(key, hashes=rows, vectors=encoded.vectors, arithmetic=arithmetic)
        self._written += 1

    def is_empty(self) -> bool:
        return not self._blobs.names(self._folder)

    def parts(self) -> Iterator[FoundVectors]:
        """What was added, slice by slice, by earlier attempts too."""
        for key in self._blobs.names(self._folder):
            arrays = self._blobs.arrays(key)
            made_in = arrays["arithmetic"].tolist()
            hashes = [row.tobytes() for row in arrays["hashes"]]
            yield FoundVectors(hashes, arrays["vectors"], made_in or None)

    def clear(self) -> None:
        self._blobs.delete(self._folder)
