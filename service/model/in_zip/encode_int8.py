"""Vectors of texts by a transformer in 8 bits. Needs numpy, onnxruntime and tokenizers."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import onnxruntime
from tokenizers import Tokenizer


class Encoder:
    def __init__(
        self, folder: Path, about: Mapping[str, Any], graph: str = "int8.onnx", threads: int = 1
    ) -> None:
        """`about`: what model.json says of it. `threads` of one text: more take more than they
        bring, unless texts are long."""
        self.prompt: str = about["prompt"]
        self.tokenizer = Tokenizer.from_file(str(folder / "tokenizer.json"))
        self.tokenizer.no_padding()
        self.tokenizer.enable_truncation(about["most_tokens"])
        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = threads
        self.session = onnxruntime.InferenceSession(str(folder / graph), options)

    def vectors(self, texts: Sequence[str]) -> np.ndarray:
        """(n, dimensions) of length 1. One by one: texts side by side would share their scales."""
        read = self.tokenizer.encode_batch([self.prompt + text for text in texts])
        return np.concatenate([self._vector(each.ids) for each in read])

    def _vector(self, ids: Sequence[int]) -> np.ndarray:
        read = {"input_ids": np.array([ids]), "attention_mask": np.ones((1, len(ids)), np.int64)}
        vector: np.ndarray
        [vector] = self.session.run(None, read)
        return vector
