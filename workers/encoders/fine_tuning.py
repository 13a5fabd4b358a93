"""A transformer taught by labels: its upper half learns what sets their classes apart.

Imports torch.
"""

import copy
import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import torch
from tokenizers import Tokenizer
from torch import Tensor, nn
from torch.nn import functional

from service.core.arrays import FloatArray, IntArray
from service.core.heads.logistic import LogisticHead, fit_logistic
from workers.encoders.batches import encode_with
from workers.encoders.bert import Features
from workers.encoders.model_files import prompt_of, reading_tokenizer
from workers.encoders.text_model import TextModel

EPOCHS, BATCH, RATE = 8, 16, 1e-4
TEMPERATURE = 0.1
"""Of the contrastive loss."""


@dataclass(frozen=True)
class Taught:
    """An encoder that has learnt, and the head on its vectors."""

    model: TextModel
    head: LogisticHead

    def probabilities(self, texts: Sequence[str], threads: int = 1) -> FloatArray:
        """(n, n_classes)"""
        return self.head.probabilities(encode_with(self.model, texts, threads))


def batches(labels: int) -> int:
    """How many steps it takes to learn from so many."""
    return EPOCHS * math.ceil(labels / BATCH)


def taught(
    base: TextModel,
    texts: Sequence[str],
    classes: IntArray,
    n_classes: int,
    seed: int,
    batch_done: Callable[[], None],
) -> Taught:
    """`base` after learning these texts (m) and their classes (m,); `base` itself stays as it is.

    The linear layer begins as logistic regression. On one machine the same seed gives the same.
    `batch_done` may raise to end it.
    """
    model, before = with_own_upper(base), encode_with(base, texts)
    tokenizer = reading_tokenizer(model)
    begun = fit_logistic(before, classes, n_classes)
    linear = nn.Linear(before.shape[1], len(begun.class_indices), device=base.device)
    with torch.no_grad():
        linear.weight.copy_(torch.from_numpy(begun.weights))
        linear.bias.copy_(torch.from_numpy(begun.intercepts))
    optimizer = torch.optim.AdamW([*upper(model).parameters(), *linear.parameters()], lr=RATE)
    places = torch.from_numpy(np.searchsorted(begun.class_indices, classes)).to(base.device)
    rng = np.random.default_rng(seed)
    for _ in range(EPOCHS):
        order = rng.permutation(len(texts))
        for rows in np.array_split(order, math.ceil(len(order) / BATCH)):
            unit = _vectors(model, tokenizer, [texts[row] for row in rows])
            loss = _loss(unit, linear(unit), places[torch.from_numpy(rows)])
            optimizer.zero_grad()
            torch.autograd.backward(loss)
            optimizer.step()
            batch_done()
    return Taught(model, fit_logistic(encode_with(model, texts), classes, n_classes))


def upper(model: TextModel) -> nn.ModuleList:
    """The layers that learn: to teach all of them takes twice the time, and gives the same."""
    lists = [part for part in model.modules() if isinstance(part, nn.ModuleList)]
    layers = max(lists, key=len)
    return nn.ModuleList(layers[len(layers) // 2 :])


def with_own_upper(base: TextModel) -> TextModel:
    """With a copy of the layers that learn, and all else the same arrays."""
    own = {id(parameter) for parameter in upper(base).parameters()}
    shared = {id(each): each for each in base.parameters() if id(each) not in own}
    for parameter in shared.values():
        parameter.requires_grad = False
    return copy.deepcopy(base, {**shared, id(base.tokenizer): base.tokenizer}).eval()


class Roots(nn.Module):
    """What a head says of a vector: the root of each class's probability."""

    def __init__(self, head: LogisticHead) -> None:
        super().__init__()
        self.linear = nn.Linear(head.weights.shape[1], len(head.weights))
        self.linear.load_state_dict(
            {
                "weight": torch.from_numpy(head.weights),
                "bias": torch.from_numpy(head.intercepts),
            }
        )

    def forward(self, features: Features) -> Features:
        shares = functional.softmax(self.linear(features["sentence_embedding"]), dim=1)
        return {**features, "sentence_embedding": shares.sqrt()}


def with_roots(taught: Taught) -> TextModel:
    """The model, with what its head says in the place of its own vectors."""
    taught.model.append(Roots(taught.head))
    return taught.model


def _vectors(model: TextModel, tokenizer: Tokenizer, texts: Sequence[str]) -> Tensor:
    """(n, D) unit vectors, through which the upper layers learn."""
    read = tokenizer.encode_batch([prompt_of(model) + text for text in texts])
    ids = torch.tensor([each.ids for each in read], device=model.device)
    mask = torch.tensor([each.attention_mask for each in read], device=model.device)
    features = model({"input_ids": ids, "attention_mask": mask})
    return functional.normalize(features["sentence_embedding"], dim=1)


def _loss(unit: Tensor, scores: Tensor, classes: Tensor) -> Tensor:
    """Cross-entropy, and how much nearer others of a text's class are than the rest of a batch.

    Khosla et al., Supervised contrastive learning, 2020.
    """
    near = unit @ unit.T / TEMPERATURE
    itself = torch.eye(len(unit), dtype=torch.bool, device=unit.device)
    shares = near - near.masked_fill(itself, -torch.inf).logsumexp(dim=1, keepdim=True)
    alike = (classes[:, None] == classes) & ~itself
    counts = alike.sum(dim=1)
    mean = (shares * alike).sum(dim=1) / counts.clamp(min=1)
    apart = -mean.sum() / (counts > 0).sum().clamp(min=1)
    return functional.cross_entropy(scores, classes) + apart
