"""Hashed character and word n-grams: no model to download, for tests and quick trials."""

import hashlib
from collections.abc import Sequence

import numpy as np
from sklearn.feature_extraction.text import HashingVectorizer
from sklearn.preprocessing import normalize

from service.ports import Encoder, EncoderEntry, EncoderSpec, FloatArray

NAME = "hashing@1"
DIMENSIONS = 256
# Both families: characters alone are worse on questions (TREC), words alone on short intents.
NGRAMS = (("char_wb", (3, 5)), ("word", (1, 2)))


class HashingEncoder:
    """Signed feature hashing (Weinberger et al., 2009), a sparse random projection to 256.

    The signs make inner products of hashed vectors unbiased, so similar spelling gives similar
    vectors; meaning beyond the words is not seen.
    """

    dimensions = DIMENSIONS

    def __init__(self) -> None:
        self.fingerprint = hashlib.sha256(f"{NAME} {DIMENSIONS} {NGRAMS}".encode()).hexdigest()
        self._vectorizers = [
            HashingVectorizer(
                analyzer=analyzer,
                ngram_range=ngrams,
                n_features=DIMENSIONS,
                alternate_sign=True,
                norm="l2",
                dtype=np.float32,
            )
            for analyzer, ngrams in NGRAMS
        ]

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, 256), a function of each text alone."""
        vectors = np.zeros((len(texts), DIMENSIONS), dtype=np.float32)
        if not texts:
            return vectors
        for vectorizer in self._vectorizers:
            vectors += vectorizer.transform(texts).toarray()
        # Without any n-gram (empty, or blanks alone) a text still needs a direction.
        vectors[~vectors.any(axis=1), 0] = 1
        unit: FloatArray = normalize(vectors, copy=False)
        return unit


def _available() -> bool:
    return True


def _load(model: str | None) -> Encoder:
    assert model is None, "the hashing encoder takes no model"
    return HashingEncoder()


ENCODER = EncoderEntry(
    spec=EncoderSpec(name="hashing", title="Hashed n-grams (quick, no model)", dimensions=256),
    available=_available,
    load=_load,
)
