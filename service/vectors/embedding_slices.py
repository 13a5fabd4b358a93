"""What an embedding has encoded so far, kept in files until its vectors are published."""

from collections.abc import Iterator, Sequence

import numpy as np

from service.db.blobs import Blobs
from service.ports import FloatArray
from service.vectors.found_vectors import FoundVectors

HASH_BYTES = 16


class EmbeddingSlices:
    """Vectors by the hash of their text: what a killed attempt has encoded, the next one finds."""

    def __init__(self, blobs: Blobs, folder: str, attempt: int) -> None:
        self._blobs = blobs
        self._folder = folder
        # An attempt that lost its job without noticing must not write over the next one's files.
        self._prefix = f"{folder}/{attempt}-"
        self._written = 0

    def add(self, hashes: Sequence[bytes], vectors: FloatArray, arithmetic: str | None) -> None:
        rows = np.frombuffer(b"".join(hashes), dtype=np.uint8).reshape(-1, HASH_BYTES)
        key = f"{self._prefix}{self._written:06d}.npz"
        made_in = np.array([] if arithmetic is None else [arithmetic], dtype=np.str_)
        self._blobs.put_arrays(key, hashes=rows, vectors=vectors, arithmetic=made_in)
        self._written += 1

    def parts(self) -> Iterator[FoundVectors]:
        """What was added, slice by slice, by earlier attempts too."""
        for key in self._blobs.names(self._folder):
            arrays = self._blobs.arrays(key)
            made_in = arrays["arithmetic"].tolist() if "arithmetic" in arrays else []
            hashes = [row.tobytes() for row in arrays["hashes"]]
            yield FoundVectors(hashes, arrays["vectors"], made_in or None)

    def clear(self) -> None:
        self._blobs.delete(self._folder)
