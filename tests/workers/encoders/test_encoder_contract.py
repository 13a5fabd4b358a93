"""What every registered encoder promises. A new encoder gets these tests by being registered."""

import random

import numpy as np
import pytest

from service.ports import Encoder, Portable, registered_encoders
from workers.encoders.registry import Encoders

LIGHT = {"hashing", "lexical"}
"""Encoders that load no model: the others are slow to test."""

TEXTS = [
    "How do I reset my card's PIN?",
    "how do i reset my cards pin",
    "The transfer hasn't arrived yet, what now?",
    "Fourier transform of a real sequence",
    "a",
    "word " * 3000,
    "",
    "   \n\t ",
    "Grüße aus Zürich – ça va?",
    "これは日本語の文です。",
    "مرحبا بالعالم",
    "👩‍🔬🧪 emoji, zero-width\u200bspace and a combining e\u0301",
    "<script>alert(1)</script> \x00 control",
    "How do I reset my card's PIN?",
]


def every_encoder() -> list[object]:
    return [
        pytest.param(name, marks=[] if name in LIGHT else [pytest.mark.slow])
        for name in sorted(registered_encoders())
    ]


@pytest.fixture(scope="module")
def encoders() -> Encoders:
    return Encoders()


@pytest.fixture(scope="module", params=every_encoder())
def name(request: pytest.FixtureRequest) -> str:
    return str(request.param)


@pytest.fixture(scope="module")
def encoder(name: str, encoders: Encoders) -> Encoder:
    assert name in encoders.available(), f"{name}: install the extra that it needs"
    return encoders.load(name)


@pytest.fixture(scope="module")
def vectors(encoder: Encoder) -> np.ndarray:
    """(len(TEXTS), D), computed once: real encoders take a second for it."""
    return encoder.encode(TEXTS)


def cosines(a: np.ndarray, b: np.ndarray) -> np.ndarray:
    return np.einsum("nd,nd->n", a, b)


def test_its_spec_says_whether_it_can_leave(name: str, encoder: Encoder) -> None:
    assert isinstance(encoder, Portable) is registered_encoders()[name].spec.portable


def test_shape_type_and_unit_norm(encoder: Encoder, vectors: np.ndarray) -> None:
    assert vectors.shape == (len(TEXTS), encoder.dimensions)
    assert vectors.dtype == np.float32
    assert np.isfinite(vectors).all()
    assert np.allclose(np.linalg.norm(vectors, axis=1), 1, atol=1e-5)


def test_an_empty_list_gives_no_rows(encoder: Encoder) -> None:
    vectors = encoder.encode([])
    assert vectors.shape == (0, encoder.dimensions)
    assert vectors.dtype == np.float32


def test_rows_follow_the_order_of_the_texts(encoder: Encoder, vectors: np.ndarray) -> None:
    order = random.Random(0).sample(range(len(TEXTS)), len(TEXTS))
    shuffled = encoder.encode([TEXTS[i] for i in order])
    assert cosines(shuffled, vectors[order]).min() >= 0.9999


def test_a_vector_depends_on_its_text_alone(encoder: Encoder, vectors: np.ndarray) -> None:
    alone = np.concatenate([encoder.encode([text]) for text in TEXTS])
    assert cosines(vectors, alone).min() >= 0.9999
    short = [text for text in TEXTS if len(text) < 1_000]
    in_batches = encoder.encode(short * 3)  # more than one
    places = [TEXTS.index(text) for text in short]
    assert cosines(in_batches, np.tile(alone[places], (3, 1))).min() >= 0.9999


def test_equal_texts_get_equal_vectors_and_others_do_not(vectors: np.ndarray) -> None:
    assert TEXTS[0] == TEXTS[-1]
    assert cosines(vectors[:1], vectors[-1:])[0] >= 0.9999
    assert cosines(vectors[:1], vectors[3:4])[0] < 0.9


def test_similar_texts_are_nearer_than_others(vectors: np.ndarray) -> None:
    assert vectors[0] @ vectors[1] > vectors[0] @ vectors[2] > vectors[0] @ vectors[3]


@pytest.mark.usefixtures("older_cpu")
def test_the_fingerprint_is_the_same_each_time_it_is_loaded(encoder: Encoder, name: str) -> None:
    again = registered_encoders()[name].load(None)
    assert again is not encoder
    assert again.fingerprint == encoder.fingerprint
    assert len(encoder.fingerprint) == 64


def test_what_is_told_without_loading_is_true(encoder: Encoder, name: str) -> None:
    spec = registered_encoders()[name].spec
    assert spec.name == name
    assert spec.title
    assert spec.dimensions in (None, encoder.dimensions)


def test_encoders_have_fingerprints_of_their_own(encoder: Encoder, encoders: Encoders) -> None:
    others = [n for n in LIGHT & registered_encoders().keys() if encoders.load(n) is not encoder]
    assert encoder.fingerprint not in {encoders.load(other).fingerprint for other in others}
