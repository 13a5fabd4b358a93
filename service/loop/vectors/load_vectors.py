"""The matrix of a project from its shards."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import BoolArray, IntArray
from service.core.matrix import Matrix
from service.models import Shard
from service.store.blobs import Blobs


def load_vectors(
    blobs: Blobs, shards: Sequence[Shard], rows: int
) -> tuple[Matrix, NDArray[np.bool_]]:
    """Vectors (rows, D), row = ordinal, and which rows are pool items with a vector (rows,).

    Shards stay memory-mapped, whatever their number. ValueError when they are of several
    encoders: their vectors mean different things.
    """
    if len({shard.fingerprint for shard in shards}) != 1:
        raise ValueError("a matrix is made of shards of one encoder")
    present = np.zeros(rows, dtype=np.bool_)
    for shard in shards:
        present[shard.first : shard.first + shard.rows] = blobs.array(shard.present_blob)
    parts = [(shard.first, blobs.array(shard.blob)) for shard in shards]
    return Matrix(parts, (rows, shards[0].dimensions)), present


def embedded(ordinals: IntArray, shards: Sequence[Shard]) -> BoolArray:
    """(n,) which of these items lie in a shard, of the pool or not: `present` says nothing of
    evaluation items."""
    mask = np.zeros(len(ordinals), dtype=np.bool_)
    for shard in shards:
        mask |= (ordinals >= shard.first) & (ordinals < shard.first + shard.rows)
    return mask
