"""Vectors that exist already, in this project or another: no text is embedded twice."""

from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b

from service.app import App
from service.db.slices import slices
from service.vectors.found_vectors import FoundVectors
from service.vectors.queries import Shards
from service.vectors.tables import Shard

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
