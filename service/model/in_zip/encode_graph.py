"""Vectors of texts by a transformer, as ONNX. Needs numpy, onnxruntime and tokenizers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

BATCH = 32
SHORT = 100
"""Characters. Batches of texts so short are cheap, however they are padded."""


class Encoder:
    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        """`about`: what model.json says of it."""
        self.prompt: str = about["prompt"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.session = onnxruntime.InferenceSession(str(folder / "model.onnx"))

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dimensions) of length 1."""
        return self.run("vectors", texts)

    def run(self, output: str, texts: Sequence[str]) -> np.ndarray:
        """Of a graph that has the head in it there are `probabilities` too: (n, classes)."""
        parts = batches([len(text) for text in texts])
        rows = np.concatenate([self._batch(output, [texts[i] for i in each]) for each in parts])
        rows[[i for each in parts for i in each]] = rows.copy()
        return rows

    def _batch(self, output: str, texts: Sequence[str]) -> np.ndarray:
        read = self.tokenizer.encode_batch([self.prompt + text for text in texts])
        ids = np.array([each.ids for each in read], dtype=np.int64)
        mask = np.array([each.attention_mask for each in read], dtype=np.int64)
        rows: np.ndarray
        [rows] = self.session.run([output], {"input_ids": ids, "attention_mask": mask})
        return rows


def batches(lengths: Sequence[int]) -> list[list[int]]:
    """Row numbers of texts of like length: a long one would pad all others of its batch."""
    parts: list[list[int]] = []
    for row in np.argsort(lengths, kind="stable").tolist():
        first = lengths[parts[-1][0]] if parts else 0
        if not parts or len(parts[-1]) == BATCH or lengths[row] > max(SHORT, 2 * first):
            parts.append([])
        parts[-1].append(row)
    return parts
