"""MiniLM in 8 bits: without torch, close to what it is in 32, and the same when it leaves."""

import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import numpy as np
import pytest

from tests.patience import PATIENCE_SECONDS
from workers.encoders.int8 import ENCODER, Int8Encoder
from workers.encoders.sentence_transformer import load as load_minilm

pytestmark = pytest.mark.slow

TEXTS = ["", "a", "How do I reset my PIN?", "Grüße 👩‍🔬", "one two three " * 40, "long " * 900]


@pytest.fixture(scope="module")
def encoder() -> Int8Encoder:
    loaded = ENCODER.load(None)
    assert isinstance(loaded, Int8Encoder)
    return loaded


def test_its_graph_is_minilm_and_8_bits_are_close_to_it(encoder: Int8Encoder) -> None:
    expected = load_minilm().reference(TEXTS)
    assert np.einsum("nd,nd->n", encoder.reference(TEXTS), expected).min() >= 0.99999
    assert 0.95 <= np.einsum("nd,nd->n", encoder.encode(TEXTS), expected).min() < 0.999


def test_it_leaves_as_it_is(encoder: Int8Encoder, tmp_path: Path) -> None:
    from service.model.in_zip.encode_int8 import Encoder

    encoder.leave(tmp_path, None, lambda: None)
    left = Encoder(tmp_path, asdict(encoder.origin))
    assert np.allclose(left.vectors(TEXTS), encoder.encode(TEXTS), atol=1e-5)


def test_it_needs_no_torch() -> None:
    program = (
        "import sys; from workers.encoders.registry import Encoders; "
        "Encoders().load('int8').encode(['a text']); "
        "assert not {'torch', 'transformers', 'sentence_transformers'} & {*sys.modules}"
    )
    subprocess.run([sys.executable, "-c", program], check=True, timeout=PATIENCE_SECONDS)
