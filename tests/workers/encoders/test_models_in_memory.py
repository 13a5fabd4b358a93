"""What several encoders go by is in memory once."""

import weakref

import numpy as np
import pytest
import torch

from service.ports import Arrays
from tests.parts.shallow import shallow_base, shallow_tuned
from workers.encoders.arithmetics.bfloat16 import BFLOAT16
from workers.encoders.sentence_transformer import files_of
from workers.encoders.teaching.layers import upper, with_own_upper
from workers.encoders.text_model import TextModel
from workers.encoders.tuned import TunedEncoder

pytestmark = pytest.mark.slow

TEXTS = ["a ripe apple", "a sweet pear", "iron and steel", "a sheet of tin"] * 3


def places(model: TextModel) -> set[int]:
    """In memory, of the weights of its products."""
    linear = [part for part in model.modules() if isinstance(part, torch.nn.Linear)]
    return {layer.weight.data_ptr() for layer in linear}


def test_a_view_and_what_learns_have_one_minilm_which_goes_with_the_last_of_them() -> None:
    model = files_of(None).read("cpu")
    assert files_of(None).read("cpu") is model
    gone = weakref.ref(model)
    del model
    assert gone() is None


def test_encoders_on_one_base_share_its_rounded_layers() -> None:
    """All but those that have learnt: of each of their layers six are products."""
    base = shallow_base().model
    first, second = (BFLOAT16.turned(with_own_upper(base)) for _ in range(2))
    assert len(places(first)) == 12
    assert len(places(first) & places(second)) == 6


def test_layers_learn_whatever_others_who_share_the_base_set_them_to() -> None:
    base = shallow_base().model
    base.requires_grad_(False)
    assert all(each.requires_grad for each in upper(with_own_upper(base)).parameters())


class Stored(dict[str, np.ndarray]):
    """Arrays in a file, and which of them are in somebody's hands."""

    def __init__(self, arrays: Arrays) -> None:
        super().__init__(arrays)
        self.read: list[weakref.ref[np.ndarray]] = []

    def __getitem__(self, name: str) -> np.ndarray:
        array = super().__getitem__(name).copy()
        if name.startswith("upper."):
            self.read.append(weakref.ref(array))
        return array


def test_what_has_learnt_keeps_no_layers_in_fp32_where_it_computes_in_other_numbers(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    members = np.eye(2, dtype=np.int8)[[0, 0, 1, 1] * 3]
    plain = shallow_tuned()
    stored = Stored(plain.tune(TEXTS, members, False, 3, lambda *_step: None))
    monkeypatch.setattr(
        "workers.encoders.tuned.in_fastest", lambda model: ("bfloat16", BFLOAT16.turned(model))
    )
    encoder = plain.fitted(stored)
    assert isinstance(encoder, TunedEncoder)
    found = encoder.encode(["an apple", "iron"])
    kept = [array for each in stored.read if (array := each()) is not None]
    assert {array.ndim for array in kept} == {1}, "norms, which stay in fp32 beside the products"
    assert np.einsum("nd,nd->n", found, encoder.reference(["an apple", "iron"])).min() > 0.99
    layers = sum(array.nbytes for name, array in stored.items() if name.startswith("upper."))
    assert encoder.own_bytes > layers
