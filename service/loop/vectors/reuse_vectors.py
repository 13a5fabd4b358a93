"""Vectors that exist already, in this project or another: no text is embedded twice."""

from bisect import bisect_right
from collections import defaultdict
from collections.abc import Iterator, Sequence
from hashlib import blake2b

from service.loop.app import App
from service.models import Shard
from service.ports import FloatArray

Place = tuple[bytes, int]
"""A text's hash, and the row of its vector in some shard."""


def embedding_key(fingerprint: str, content_hash: bytes) -> bytes:
    return blake2b(fingerprint.encode() + content_hash, digest_size=16).digest()


def reuse_vectors(
    app: App, fingerprint: str, hashes: Sequence[bytes]
) -> Iterator[tuple[list[bytes], FloatArray]]:
    """Hashes of texts whose vectors this encoder has made before, with them, shard by shard."""
    for blob, places in _places(app, fingerprint, hashes).items():
        try:
            vectors = app.blobs.array(blob)
        except FileNotFoundError:
            continue  # its project was deleted, and is being swept
        yield [content_hash for content_hash, _ in places], vectors[[row for _, row in places]]


def _places(app: App, fingerprint: str, hashes: Sequence[bytes]) -> dict[str, list[Place]]:
    """Where the vectors are, by the file that has them."""
    keys = {embedding_key(fingerprint, each): each for each in hashes}
    shards: dict[int, Sequence[Shard]] = {}
    found: dict[str, list[Place]] = defaultdict(list)
    with app.read() as uow:
        for key, (project_id, ordinal) in uow.shards.look_up(list(keys)).items():
            if project_id not in shards:
                shards[project_id] = uow.shards.made_by(project_id, fingerprint)
            shard = _holding(shards[project_id], ordinal)
            if shard is not None:
                found[shard.blob].append((keys[key], ordinal - shard.first))
    return found


def _holding(shards: Sequence[Shard], ordinal: int) -> Shard | None:
    place = bisect_right(shards, ordinal, key=lambda shard: shard.first) - 1
    if place < 0 or ordinal >= shards[place].first + shards[place].rows:
        return None
    return shards[place]
