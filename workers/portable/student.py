"""A small transformer that learns to say what a model says: MiniLM's first layers, in 8 bits.

Its teacher's probabilities of texts are all that it learns from, after Hinton, Vinyals & Dean
(2015), Distilling the knowledge in a neural network, arXiv:1503.02531. Imports torch.
"""

import math
from collections.abc import Callable, Sequence

import numpy as np
import torch
from torch import nn
from torch.nn import functional

from service.core.arrays import FloatArray, IntArray
from service.core.heads.distil import distilled
from workers.encoders.batches import encode_with, lengths
from workers.encoders.bert import Bert
from workers.encoders.int8 import Int8Encoder
from workers.encoders.minilm import read_minilm, stored_names
from workers.encoders.sentence_transformer import files_of

LAYERS, MORE_LAYERS = 3, 4
"""Of MiniLM's six the first so many, all of which learn; more in the place of several encoders:
these take longer to read, and say more."""
EPOCHS, BATCH, RATE = 3, 32, 2e-4
UNEVEN = 0.2
"""Texts of a batch are about as long, so that little is padded, but not the same each time."""


def layers_in_place_of(encoders: int) -> int:
    """How many layers a student has that takes the place of so many encoders."""
    return LAYERS if encoders == 1 else MORE_LAYERS


def teach_student(
    texts: Sequence[str],
    wanted: FloatArray,
    seed: int,
    progress: Callable[[int, int], None],
    layers: int = LAYERS,
) -> Int8Encoder:
    """What tells texts (n,) apart as `wanted` (n, C) does: probabilities, rows sum to 1.

    On one machine the same seed gives the same. `progress` hears how many steps of how many are
    done, and may raise to end it.
    """
    files = files_of(None)
    model = read_minilm(files.folder, "cpu", layers)
    _teach(model, texts, wanted, np.random.default_rng(seed), progress)
    taught = model.transformer.state_dict()
    names = stored_names(layers)
    return Int8Encoder(files, {name: taught[ours].numpy() for ours, name in names.items()})


def _teach(
    model: Bert,
    texts: Sequence[str],
    wanted: FloatArray,
    rng: np.random.Generator,
    progress: Callable[[int, int], None],
) -> None:
    for parameter in model.parameters():
        parameter.requires_grad = False
    for parameter in model.transformer.layers.parameters():
        parameter.requires_grad = True
    begun = distilled(wanted, encode_with(model, texts))
    linear = nn.Linear(begun.weights.shape[1], len(begun.class_indices))
    with torch.no_grad():
        linear.weight.copy_(torch.from_numpy(begun.weights))
        linear.bias.copy_(torch.from_numpy(begun.intercepts))
    learning = [*model.transformer.layers.parameters(), *linear.parameters()]
    optimizer = torch.optim.AdamW(learning, lr=RATE)
    own, counts = torch.from_numpy(wanted[:, begun.class_indices]), lengths(model, texts)
    total = EPOCHS * math.ceil(len(texts) / BATCH)
    falling = torch.optim.lr_scheduler.LinearLR(optimizer, 1.0, 0.05, total)
    done = 0
    for _ in range(EPOCHS):
        for rows in _batches(counts, rng):
            ids, mask = model.read([texts[row] for row in rows])
            unit = model({"input_ids": ids, "attention_mask": mask})["sentence_embedding"]
            loss = functional.cross_entropy(linear(unit), own[torch.from_numpy(rows)])
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            falling.step()
            done += 1
            progress(done, total)


def _batches(counts: IntArray, rng: np.random.Generator) -> list[IntArray]:
    """The rows of texts of so many tokens (n,), each once."""
    order = np.argsort(counts * np.exp(rng.normal(0, UNEVEN, len(counts))))
    parts = np.array_split(order, math.ceil(len(order) / BATCH))
    return [parts[number] for number in rng.permutation(len(parts))]
