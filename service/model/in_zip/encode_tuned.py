"""Vectors of texts by an encoder that has learnt labels. Needs numpy, and what it `reads_by`.

They are the roots of how likely each class is. Of a text that it has learnt it says what another
said that hadn't: the head was measured on that.
"""

import hashlib
from collections.abc import Mapping, Sequence
from importlib import import_module
from pathlib import Path
from typing import Any

import numpy as np


class Encoder:
    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        self.encoder = import_module(about["reads_by"]).Encoder(folder, about)
        with np.load(folder / "learnt.npz") as learnt:
            self.learnt = by_text(learnt)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        vectors: np.ndarray = self.encoder.vectors(texts)
        for row, text in enumerate(texts):
            vectors[row] = self.learnt.get(text_key(text), vectors[row])
        return vectors


def by_text(learnt: Mapping[str, np.ndarray]) -> dict[bytes, np.ndarray]:
    """What is said of the texts that were learnt, by their keys."""
    pairs = zip(learnt["texts"], learnt["apart"], strict=True)
    return {key.tobytes(): vector for key, vector in pairs}


def text_key(text: str) -> bytes:
    """By which a text is known that was learnt: neither case nor spaces count."""
    read = " ".join(text.lower().split())
    return hashlib.blake2b(read.encode("utf-8", "surrogatepass"), digest_size=16).digest()
