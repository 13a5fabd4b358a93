"""Texts through a model in torch: in the arithmetic, the threads and the batches that suit it."""

import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager

import numpy as np

from service.ports import FloatArray
from workers.encoders.arithmetics.float32 import FLOAT32
from workers.encoders.batches import encode_with
from workers.encoders.fastest_arithmetic import in_fastest
from workers.encoders.text_model import TextModel
from workers.encoders.traced import Encode, encode_few
from workers.limits import threads_for_torch

FEW = 5
"""Texts that somebody waits for; more, such as the probes, take the way of a pool."""


class TransformerEncoder:
    """On a CPU in the arithmetic that is the fastest there, of those as good as exact."""

    numeric_class = "exact"

    def __init__(self, model: TextModel, read: Callable[[], TextModel]) -> None:
        """`read` gives the model once more, in fp32 on the CPU."""
        self.device = str(model.device)
        self._read = read
        self._threads = threads_for_torch() if self.device == "cpu" else 1
        self.arithmetic, self._model = in_fastest(model)
        self._few: Encode | None = None
        self._tracing = threading.Lock()
        self.dimensions = int(encode_with(self._model, ["probe"]).shape[1])

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, D): batches of texts of like length, under inference mode."""
        if not texts:
            return np.zeros((0, self.dimensions), dtype=np.float32)
        if len(texts) <= FEW and self.device == "cpu":
            return self._encode_few()(texts)
        return encode_with(self._model, texts, self._threads)

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """Text by text on the CPU, so unpadded, and in full fp32 whatever torch was told."""
        plain = self.device == "cpu" and self.arithmetic == FLOAT32.name
        model = self._model if plain else self._read()
        with _full_precision():
            return np.concatenate([encode_with(model, [text]) for text in texts])

    def _encode_few(self) -> Encode:
        """Made when first asked for: it takes a second, and who embeds pools has no use for it."""
        with self._tracing:
            self._few = self._few or encode_few(self._model)
            return self._few


@contextmanager
def _full_precision() -> Iterator[None]:
    import torch

    before = torch.get_float32_matmul_precision()
    torch.set_float32_matmul_precision("highest")
    try:
        yield
    finally:
        torch.set_float32_matmul_precision(before)
