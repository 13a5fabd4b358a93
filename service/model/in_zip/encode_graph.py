"""Vectors of texts by a transformer, as ONNX. Needs numpy, onnxruntime and tokenizers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer

BATCH = 32


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
        order = np.argsort([len(text) for text in texts], kind="stable")  # equal lengths pad least
        parts = [
            self._batch(output, [texts[i] for i in order[at : at + BATCH]])
            for at in range(0, len(texts), BATCH)
        ]
        rows = np.concatenate(parts)
        rows[order] = rows.copy()
        return rows

    def _batch(self, output: str, texts: Sequence[str]) -> np.ndarray:
        read = self.tokenizer.encode_batch([self.prompt + text for text in texts])
        ids = np.array([each.ids for each in read], dtype=np.int64)
        mask = np.array([each.attention_mask for each in read], dtype=np.int64)
        rows: np.ndarray
        [rows] = self.session.run([output], {"input_ids": ids, "attention_mask": mask})
        return rows
