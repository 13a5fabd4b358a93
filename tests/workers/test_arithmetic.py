"""Which numbers an encoder computes in: the faster ones, if they are good enough."""

from collections.abc import Sequence

import numpy as np
import pytest

from service.ports import FloatArray
from workers.device import has_bfloat16
from workers.encoders.arithmetic import Arithmetic, candidates, computing_in, fastest
from workers.encoders.hashing import HashingEncoder
from workers.encoders.numeric_class import PROBES

EXACT = HashingEncoder().encode


def slow(texts: Sequence[str]) -> FloatArray:
    """It works: on a busy machine what merely waits can be faster."""
    return [EXACT(texts) for _ in range(20)][-1]


def wrong(texts: Sequence[str]) -> FloatArray:
    vectors = EXACT(texts)
    return np.concatenate([vectors[1:], vectors[:1]])


def test_the_faster_is_taken() -> None:
    assert fastest({Arithmetic.FLOAT32: slow, Arithmetic.BFLOAT16: EXACT}) is Arithmetic.BFLOAT16


def test_what_is_slower_is_not() -> None:
    assert fastest({Arithmetic.FLOAT32: EXACT, Arithmetic.BFLOAT16: slow}) is Arithmetic.FLOAT32


def test_what_is_faster_and_wrong_is_not() -> None:
    assert fastest({Arithmetic.FLOAT32: slow, Arithmetic.BFLOAT16: wrong}) is Arithmetic.FLOAT32


def test_on_a_gpu_there_is_nothing_to_choose() -> None:
    assert candidates("cuda:0") == [Arithmetic.FLOAT32]


def test_a_cpu_that_only_imitates_bfloat16_is_not_tried() -> None:
    assert (Arithmetic.BFLOAT16 in candidates("cpu")) == has_bfloat16()


@pytest.mark.slow
@pytest.mark.usefixtures("older_cpu")
def test_minilm_is_exact_in_either() -> None:
    from workers.encoders.sentence_transformer import load

    minilm = load()
    expected = minilm.reference(PROBES)
    with computing_in(Arithmetic.BFLOAT16):
        vectors = minilm.encode(PROBES)
    cosines = np.einsum("nd,nd->n", vectors, expected)
    assert 0.9999 <= cosines.min() < 1 - 1e-6, "as close as said, and not what fp32 gives"
