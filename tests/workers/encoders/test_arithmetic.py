"""Which numbers an encoder computes in: the faster ones, if they are good enough."""

import os
import subprocess
import sys
import time
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor

import numpy as np
import pytest

from service.model.in_zip import encode_graph
from service.ports import Encoder, FloatArray
from workers.device import has_bfloat16
from workers.encoders.batches import BATCH, batches, lengths
from workers.encoders.fastest_arithmetic import Encode, fastest
from workers.encoders.hashing import HashingEncoder
from workers.encoders.numeric_class import PROBES

EXACT = HashingEncoder().encode


def slow(texts: Sequence[str]) -> FloatArray:
    until = time.thread_time() + 0.05
    while time.thread_time() < until:
        pass
    return EXACT(texts)


def waiting(texts: Sequence[str]) -> FloatArray:
    """As when something else has the cores."""
    time.sleep(0.05)
    return EXACT(texts)


def wrong(texts: Sequence[str]) -> FloatArray:
    vectors = EXACT(texts)
    return np.concatenate([vectors[1:], vectors[:1]])


def broken(_texts: Sequence[str]) -> FloatArray:
    raise RuntimeError("not implemented for 'BFloat16'")


def test_the_faster_is_taken() -> None:
    assert fastest({"float32": slow, "bfloat16": EXACT}) == "bfloat16"


def test_who_waits_is_not_the_slower() -> None:
    assert fastest({"float32": slow, "bfloat16": waiting}) == "bfloat16"


@pytest.mark.parametrize("other", [wrong, broken])
def test_what_is_faster_and_wrong_is_not(other: Encode) -> None:
    assert fastest({"float32": slow, "bfloat16": other}) == "float32"


def test_what_is_slower_is_not() -> None:
    assert fastest({"float32": EXACT, "bfloat16": slow}) == "float32"


@pytest.fixture(scope="module")
def minilm() -> Encoder:
    from workers.encoders.sentence_transformer import load

    return load()


@pytest.mark.slow
def test_minilm_is_exact_and_says_in_which_numbers(minilm: Encoder) -> None:
    """Where the processor multiplies in bfloat16 it decides by time, which others may take."""
    arithmetic = getattr(minilm, "arithmetic", None)
    assert arithmetic in ({"float32", "bfloat16"} if has_bfloat16() else {"float32"})
    cosines = np.einsum("nd,nd->n", minilm.encode(PROBES), minilm.reference(PROBES))
    assert cosines.min() >= 0.9999, "as close as said"
    assert (cosines.min() < 1 - 1e-6) == (arithmetic == "bfloat16"), "and what it gives"


@pytest.mark.slow
def test_it_may_be_used_by_several_at_once(minilm: Encoder) -> None:
    """Who asks a question doesn't wait for a job; tokenizers mind being told of two lengths."""
    several = [[f"{i} times {j}" for j in range(2 * BATCH + 1)] for i in range(4)] + [
        ["word " * i] for i in range(4)
    ]
    with ThreadPoolExecutor(4) as threads:
        found = list(threads.map(minilm.encode, several * 2))
    for texts, vectors in zip(several * 2, found, strict=True):
        assert np.einsum("nd,nd->n", vectors, minilm.encode(texts)).min() > 0.9999


@pytest.mark.slow
def test_where_bfloat16_is_imitated_it_is_not_taken() -> None:
    """The processor has it, and oneDNN is told not to use it."""
    program = "from workers.encoders.sentence_transformer import load; print(load().arithmetic)"
    found = subprocess.run(
        [sys.executable, "-c", program],
        env={**os.environ, "ONEDNN_MAX_CPU_ISA": "AVX512_CORE"},
        capture_output=True,
        text=True,
        check=True,
    )
    assert found.stdout.strip() == "float32"


@pytest.mark.slow
def test_texts_are_sorted_by_tokens(minilm: Encoder) -> None:
    """A word in letters of its own has many; of what no tokenizer should hold, it is about so."""
    model = getattr(minilm, "_model", None)
    assert model is not None
    a_word, rare, long = "nevertheless", "qxzvkjw", "word " * 100_000
    found = lengths(model, [a_word, rare, long])
    assert found[0] < found[1] < 256 < found[2]


def test_a_long_text_pads_no_short_ones() -> None:
    """Here by tokens, the longest first; in the zip by characters."""
    assert batches(np.array([10, 512, 300, 20, 40, 12])) == [[1, 2], [4, 3], [5, 0]]
    assert encode_graph.batches([10, 5_120, 3_000, 200, 400, 120]) == [[0], [5, 3], [4], [2, 1]]
    for parts in (batches(np.full(2 * BATCH + 1, 40)), encode_graph.batches([400] * 65)):
        assert sorted(map(len, parts)) == [1, BATCH, BATCH]
        assert sorted(row for part in parts for row in part) == [*range(2 * BATCH + 1)]
