"""MiniLM's first layers alone: as they are, or taught its vectors on a pool's own texts.

No labels are needed. The taught ones learn to point where the whole model points (one less the
cosine), after Reimers & Gurevych (2020), Making monolingual sentence embeddings multilingual using
knowledge distillation, arXiv:2004.09813.
"""

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import torch

from workers.encoders.batches import encode_with
from workers.encoders.bert import Bert
from workers.encoders.minilm import read_minilm

EPOCHS, BATCH, RATE = 5, 32, 2e-4


def pruned(folder: Path, layers: int, pool: Sequence[str] = ()) -> Bert:
    """The first so many layers of the model in a folder, taught on these texts if there are any."""
    model = read_minilm(folder, "cpu", layers)
    if pool:
        _teach(model, pool, read_minilm(folder, "cpu"))
    return model


def _teach(model: Bert, texts: Sequence[str], teacher: Bert) -> None:
    wanted = torch.from_numpy(encode_with(teacher, texts))
    model.requires_grad_(False)
    layers = model.transformer.layers.requires_grad_(True)
    optimizer = torch.optim.AdamW(layers.parameters(), lr=RATE)
    rng = np.random.default_rng(0)
    for _ in range(EPOCHS):
        order = rng.permutation(len(texts))
        for start in range(0, len(texts), BATCH):
            rows = order[start : start + BATCH]
            ids, mask = model.read([texts[row] for row in rows])
            unit = model({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]
            loss = 1 - (unit * wanted[torch.from_numpy(rows)]).sum(dim=1).mean()
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
