"""A vector for each token, distilled from a model: what a text is then is a sum of rows.

As in Model2Vec (Tulkens and van Dongen, 2024): each token is read alone, the vectors are reduced to
their principal components, and frequent tokens count less. The package's own way needs older
transformers than ours.
"""

import copy
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import torch

from service.ports import FloatArray
from workers.encoders.text_model import TextModel

DIMENSIONS = 256
AT_ONCE = 512
SIF = 1e-4
"""As Model2Vec's: a / (a + p), with p by Zipf's law from the rank in the vocabulary."""


@dataclass(frozen=True)
class StaticVectors:
    tokenizer: Any
    table: FloatArray
    """(tokens, D)"""

    @property
    def dimensions(self) -> int:
        return int(self.table.shape[1])

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, D)."""
        vectors = np.zeros((len(texts), self.dimensions), dtype=np.float32)
        for row, read in enumerate(
            self.tokenizer.encode_batch_fast(list(texts), add_special_tokens=False)
        ):
            vectors[row] = self.table[read.ids].sum(axis=0)
        norms = np.linalg.norm(vectors, axis=1, keepdims=True)
        vectors /= np.where(norms > 0, norms, 1)
        return vectors


def _of_tokens(model: TextModel, tokenizer: Any) -> FloatArray:
    """(tokens, D) of each token alone, between the two that every text stands between."""
    begin, end = tokenizer.encode("").ids
    ids = torch.arange(tokenizer.get_vocab_size())
    read = torch.stack([torch.full_like(ids, begin), ids, torch.full_like(ids, end)], dim=1)
    with torch.inference_mode():
        parts = [
            model({"input_ids": part, "attention_mask": torch.ones_like(part)})
            for part in torch.split(read, AT_ONCE)
        ]
    return torch.cat([part["sentence_embedding"] for part in parts]).numpy()


def distilled(model: TextModel, dimensions: int = DIMENSIONS) -> StaticVectors:
    """The vectors of all tokens of the model's vocabulary."""
    tokenizer = copy.deepcopy(model.tokenizer.backend_tokenizer)
    tokenizer.no_padding()
    tokenizer.no_truncation()
    vectors = _of_tokens(model, tokenizer)
    vectors -= vectors.mean(axis=0)
    _, _, axes = np.linalg.svd(vectors, full_matrices=False)
    ranks = np.arange(2, len(vectors) + 2)
    shares = (1 / ranks) / (1 / ranks).sum()
    table = (vectors @ axes[:dimensions].T) * (SIF / (SIF + shares))[:, None]
    return StaticVectors(tokenizer, table.astype(np.float32))
