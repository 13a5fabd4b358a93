"""The matrix of a project from its shards."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from service.models import Shard
from service.ports import FloatArray
from service.store.blobs import Blobs


def load_vectors(
    blobs: Blobs, shards: Sequence[Shard], rows: int
) -> tuple[FloatArray, NDArray[np.bool_]]:
    """Vectors (rows, D), row = ordinal, and which rows are pool items with a vector (rows,).

    One shard that covers the pool is memory-mapped; several are put together in memory.
    """
    if len(shards) == 1 and shards[0].first == 0 and shards[0].rows == rows:
        return blobs.array(shards[0].blob), np.array(blobs.array(shards[0].present_blob))
    vectors = np.zeros((rows, shards[0].dimensions), dtype=np.float32)
    present = np.zeros(rows, dtype=np.bool_)
    for shard in shards:
        place = slice(shard.first, shard.first + shard.rows)
        vectors[place] = blobs.array(shard.blob)
        present[place] = blobs.array(shard.present_blob)
    return vectors, present
