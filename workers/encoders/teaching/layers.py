"""The layers of a transformer: those below, which stay as they are, and those above, which learn.

What a batch holds is bounded, however long its texts are. Imports torch.
"""

import copy
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import torch
from torch import Tensor, nn

from workers.encoders.batches import lengths
from workers.encoders.bert import Bert, Layer
from workers.encoders.text_model import TextModel

UPPER = 4
"""Layers that learn at most; and no more than half of them."""
AT_ONCE = 2_048
"""Tokens that go through the lower layers together: 30 MB in each."""
HELD = 1_024
"""Tokens of a batch of which all is held that learning goes by, 25 KB each a layer. Of longer
batches a layer holds what it read, and works the rest out once more."""


def upper(model: TextModel) -> nn.ModuleList:
    """The layers that learn: to teach all of them takes twice the time, and gives the same."""
    lists = [part for part in model.modules() if isinstance(part, nn.ModuleList)]
    layers = max(lists, key=len)
    return nn.ModuleList(layers[-min(UPPER, len(layers) // 2) :])


def with_own_upper(base: TextModel) -> TextModel:
    """With a copy of the layers that learn, and all else the same arrays."""
    own = {id(parameter) for parameter in upper(base).parameters()}
    shared = {id(each): each for each in base.parameters() if id(each) not in own}
    for parameter in shared.values():
        parameter.requires_grad = False
    copied = copy.deepcopy(base, {**shared, id(base.tokenizer): base.tokenizer}).eval()
    upper(copied).requires_grad_(True)  # whatever they were set to by others who share the base
    return copied


def lower_states(model: Bert, texts: Sequence[str]) -> list[Tensor]:
    """(n,) What the layers that don't learn say of each text (length, 384)."""
    states: list[Tensor] = []
    with torch.no_grad():
        for part in _parts(lengths(model, texts).tolist()):
            ids, mask = model.read(texts[part])
            rows = model.transformer.embedded(ids)[mask.bool()]
            for layer in _layers(model)[: -len(upper(model))]:
                rows = layer.of_tokens(rows, mask)
            states += [row.clone() for row in torch.split(rows, mask.sum(1).tolist())]
    return states


def through_upper(model: Bert, states: Sequence[Tensor]) -> Tensor:
    """(n, D) unit vectors of what the lower layers say (length, 384) of each text."""
    counts = torch.tensor([len(state) for state in states], device=model.device)
    mask = torch.arange(int(counts.max()), device=model.device) < counts[:, None]
    rows = torch.cat(list(states))
    is_held = len(rows) <= HELD or not torch.is_grad_enabled()
    for layer in _layers(model)[-len(upper(model)) :]:
        rows = layer.of_tokens(rows, mask) if is_held else _once_more(layer, rows, mask)
    texts = list(torch.split(rows, counts.tolist()))
    padded = nn.utils.rnn.pad_sequence(texts, batch_first=True)
    return model.pooled(padded, mask.long())


class _OnceMore(torch.autograd.Function):
    """A layer that is worked out again on the way back. torch's own (`utils.checkpoint`) imports
    its compiler."""

    @staticmethod
    def forward(ctx: Any, layer: Layer, mask: Tensor, rows: Tensor, *_learn: Tensor) -> Tensor:
        ctx.layer = layer
        ctx.save_for_backward(mask, rows)
        return layer.of_tokens(rows, mask)

    @staticmethod
    def backward(ctx: Any, *grads: Tensor) -> Any:
        mask, rows = ctx.saved_tensors
        read = rows.detach().requires_grad_(ctx.needs_input_grad[2])
        with torch.enable_grad():
            states = ctx.layer.of_tokens(read, mask)
        torch.autograd.backward(states, grads)  # the layer's own gradients, and what it read
        return None, None, read.grad, *(None for _ in ctx.layer.parameters())


def _once_more(layer: Layer, rows: Tensor, mask: Tensor) -> Tensor:
    apply: Callable[..., Tensor] = _OnceMore.apply
    # Parameters are passed so that torch knows that something learns.
    return apply(layer, mask, rows, *layer.parameters())


def _layers(model: Bert) -> list[Layer]:
    return [layer for layer in model.transformer.layers if isinstance(layer, Layer)]


def _parts(counts: Sequence[int]) -> Iterator[slice]:
    """Texts of so many tokens (n,), one after another, that go through together."""
    start = 0
    for stop in range(1, len(counts) + 1):
        if stop == len(counts) or max(counts[start : stop + 1]) * (stop + 1 - start) > AT_ONCE:
            yield slice(start, stop)
            start = stop
