"""An encoder whose vectors are not what its fingerprint promises is refused when it is loaded."""

import copy
from collections.abc import Sequence

import numpy as np
import pytest

from service.ports import EncoderEntry, EncoderSpec, FloatArray
from workers.encoders.hashing import HashingEncoder
from workers.encoders.numeric_class import InexactEncoder, check_numeric_class
from workers.encoders.registry import Encoders


class Rounded(HashingEncoder):
    """Keeps so many bits of each number, as hardware with short numbers does."""

    def __init__(self, bits: int) -> None:
        super().__init__()
        self.bits = bits

    def encode(self, texts: Sequence[str]) -> FloatArray:
        mantissa, exponent = np.frexp(super().encode(texts))
        scale = 2.0**self.bits
        rounded: FloatArray = np.ldexp(np.round(mantissa * scale) / scale, exponent)
        return (rounded / np.linalg.norm(rounded, axis=1, keepdims=True)).astype(np.float32)


class OneTextWrong(HashingEncoder):
    """As when padding leaks into short texts: only next to long ones."""

    def encode(self, texts: Sequence[str]) -> FloatArray:
        vectors = super().encode(texts)
        if len(texts) > 1:
            vectors[1] = vectors[0]
        return vectors


class NotANumber(HashingEncoder):
    def encode(self, texts: Sequence[str]) -> FloatArray:
        return np.full((len(texts), self.dimensions), np.nan, dtype=np.float32)


@pytest.mark.parametrize("bits", [24, 8])
def test_rounding_to_bfloat16_is_still_exact(bits: int) -> None:
    check_numeric_class("rounded", Rounded(bits))


@pytest.mark.parametrize("wrong", [Rounded(3), OneTextWrong(), NotANumber()])
def test_other_vectors_are_refused(wrong: HashingEncoder) -> None:
    with pytest.raises(InexactEncoder, match=r"'wrong' gives other vectors.*needs 0\.9999"):
        check_numeric_class("wrong", wrong)


def test_a_class_that_nobody_can_check_is_refused() -> None:
    encoder = HashingEncoder()
    encoder.numeric_class = "about right"
    with pytest.raises(InexactEncoder, match="'about right'"):
        check_numeric_class("vague", encoder)


def test_it_is_checked_when_an_encoder_is_loaded() -> None:
    entry = EncoderEntry(EncoderSpec("wrong", "Wrong", 256), lambda: True, lambda _: Rounded(3))
    encoders = Encoders({"wrong": entry})
    for _ in range(2):
        with pytest.raises(InexactEncoder):
            encoders.load("wrong")


@pytest.mark.slow
@pytest.mark.usefixtures("older_cpu")
def test_a_model_is_checked_against_its_own_weights() -> None:
    """On another device the reference comes from the files, so weights cut short are noticed."""
    import torch

    from workers.encoders.sentence_transformer import SentenceTransformerEncoder, load

    encoder = load()
    assert isinstance(encoder, SentenceTransformerEncoder)
    encoder.device = "elsewhere"
    encoder._model = copy.deepcopy(encoder._model)  # the one that was read serves the whole process
    check_numeric_class("minilm", encoder)
    with torch.no_grad():
        for weights in encoder._model.parameters():
            weights.copy_(weights.to(torch.float8_e4m3fn).float())
    with pytest.raises(InexactEncoder, match=r"needs 0\.9999"):
        check_numeric_class("minilm", encoder)
