"""Hashed character and word n-grams: no model to download, for tests and quick trials."""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Literal

import numpy as np

from service.ports import Encoder, EncoderEntry, EncoderSpec, FloatArray
from workers.encoders.scikit_learn import import_without_pandas

if TYPE_CHECKING:
    from sklearn.feature_extraction.text import HashingVectorizer

NAME = "hashing@1"
DIMENSIONS = 256
Precision = Literal["float32", "float64"]
# Both families: characters alone are worse on questions (TREC), words alone on short intents.
NGRAMS = (("char_wb", (3, 5)), ("word", (1, 2)))


class HashingEncoder:
    """Signed feature hashing (Weinberger et al., 2009), a sparse random projection to 256.

    The signs make inner products of hashed vectors unbiased, so similar spelling gives similar
    vectors; meaning beyond the words is not seen.
    """

    dimensions = DIMENSIONS
    numeric_class = "exact"
    arithmetic = "float32"

    def __init__(self) -> None:
        recipe = f"{NAME} {DIMENSIONS} {NGRAMS} {self.numeric_class}"
        self.fingerprint = hashlib.sha256(recipe.encode()).hexdigest()

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, 256), a function of each text alone."""
        return _encode(texts, "float32")

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """The same in double precision, text by text."""
        return np.concatenate([_encode([text], "float64") for text in texts])


def _encode(texts: Sequence[str], precision: Precision) -> FloatArray:
    import_without_pandas()
    from sklearn.preprocessing import normalize

    vectors = np.zeros((len(texts), DIMENSIONS), dtype=precision)
    if not texts:
        return vectors.astype(np.float32)
    for vectorizer in _vectorizers(precision):
        vectors += vectorizer.transform(texts).toarray()
    # Without any n-gram (empty, or blanks alone) a text still needs a direction.
    vectors[~vectors.any(axis=1), 0] = 1
    unit: FloatArray = normalize(vectors, copy=False).astype(np.float32)
    return unit


@cache
def _vectorizers(precision: Precision) -> list["HashingVectorizer"]:
    # Only now: it brings scipy.stats, most of a second and 40 MB, which neither the API nor a
    # worker with another encoder has a use for.
    from sklearn.feature_extraction.text import HashingVectorizer

    return [
        HashingVectorizer(
            analyzer=analyzer,
            ngram_range=ngrams,
            n_features=DIMENSIONS,
            alternate_sign=True,
            norm="l2",
            dtype=np.dtype(precision).type,
        )
        for analyzer, ngrams in NGRAMS
    ]


def _available() -> bool:
    return True


def _load(model: str | None) -> Encoder:
    assert model is None, "the hashing encoder takes no model"
    return HashingEncoder()


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="hashing", title="Hashed n-grams (quick, no model)", dimensions=256, seconds=1
    ),
    available=_available,
    load=_load,
)
