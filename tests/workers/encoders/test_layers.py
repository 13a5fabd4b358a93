"""Layers that learn, and how much of a batch they hold."""

import numpy as np
import pytest
import torch

from tests.parts.shallow import shallow_base
from workers.encoders.batches import encode_with
from workers.encoders.bert import Bert
from workers.encoders.teaching import layers
from workers.encoders.teaching.layers import lower_states, through_upper, upper, with_own_upper

pytestmark = pytest.mark.slow

LONG = [f"{'iron and steel ' * 40} {number}" for number in range(4)]
TEXTS = ["a ripe apple", *LONG, "tin"]


@pytest.fixture
def model() -> Bert:
    own = with_own_upper(shallow_base().model)
    assert isinstance(own, Bert)
    return own


def gradients(model: Bert, held: int, monkeypatch: pytest.MonkeyPatch) -> list[torch.Tensor]:
    """Of the layers that learn, where batches with more tokens are worked out once more."""
    monkeypatch.setattr(layers, "HELD", held)
    unit = through_upper(model, lower_states(model, TEXTS))
    torch.autograd.backward((unit @ unit.T).square().sum())
    found = [each.grad for each in upper(model).parameters() if each.grad is not None]
    for parameter in upper(model).parameters():
        parameter.grad = None
    return found


def test_lower_and_upper_layers_say_what_the_whole_model_says(model: Bert) -> None:
    with torch.inference_mode():
        unit = through_upper(model, lower_states(model, TEXTS)).numpy()
    assert np.allclose(unit, encode_with(model, TEXTS), atol=1e-5)


def test_what_is_worked_out_once_more_teaches_the_same(
    model: Bert, monkeypatch: pytest.MonkeyPatch
) -> None:
    held = gradients(model, 10_000, monkeypatch)
    again = gradients(model, 0, monkeypatch)
    assert len(held) == 16
    assert all(torch.equal(one, other) for one, other in zip(held, again, strict=True))


def test_a_long_batch_holds_less(model: Bert, monkeypatch: pytest.MonkeyPatch) -> None:
    """A layer saves for the way back what it read of all tokens, and nothing that is wider."""
    saved: list[torch.Size] = []

    def save(tensor: torch.Tensor) -> torch.Tensor:
        saved.append(tensor.shape)
        return tensor

    states = lower_states(model, LONG)
    tokens = sum(map(len, states))
    widths = {}
    for held in (tokens, tokens - 1):
        monkeypatch.setattr(layers, "HELD", held)
        saved.clear()
        with torch.autograd.graph.saved_tensors_hooks(save, lambda tensor: tensor):
            through_upper(model, states)
        widths[held] = sum(shape[1] for shape in saved if len(shape) == 2 and shape[0] == tokens)
    assert widths[tokens] > 5_000
    assert widths[tokens - 1] == 384


def test_few_tokens_go_through_together(model: Bert, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    embedded = model.transformer.embedded

    def embed(ids: torch.Tensor) -> torch.Tensor:
        read.append(ids.numel())
        return embedded(ids)

    monkeypatch.setattr(layers, "AT_ONCE", 300)
    monkeypatch.setattr(model.transformer, "embedded", embed)
    states = lower_states(model, TEXTS)
    assert len(states) == len(TEXTS)
    assert len(read) > 2
    assert max(read) <= 300
