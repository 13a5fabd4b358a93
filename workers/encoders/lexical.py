"""A text by its words and their letters, and what words a project's own texts use together.

Latent semantic analysis (Deerwester et al., 1990): counts weighted by how rare each is among the
texts, and the directions in which these texts differ most. It sees what encoders of meaning pass
over, such as the words of a question, and needs no model.
"""

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

from service.model.in_zip import encode_words
from service.model.in_zip.encode_words import BUCKETS, DIMENSIONS, FAMILIES
from service.ports import Arrays, Classifier, EncoderEntry, EncoderSpec, FloatArray, Origin
from workers.encoders.scikit_learn import import_without_pandas

NAME = "lexical@1"
MOST_FEATURES = 30_000
"""That a fitted one looks at: 15 MB."""
IN_TEXTS = 2
"""In fewer of them an n-gram says nothing of others."""


class LexicalEncoder:
    """Without texts to go by its n-grams are summed up in random directions, all alike."""

    dimensions = DIMENSIONS
    numeric_class = "exact"
    arithmetic = "float32"
    learns_from = 20_000

    def __init__(self, arrays: Arrays | None = None) -> None:
        """`arrays` is what `fit` found."""
        self._known = None if arrays is None else dict(arrays)
        digest = hashlib.sha256(f"{NAME} {DIMENSIONS} {FAMILIES} {BUCKETS}".encode())
        for name in sorted(self._known or {}):
            digest.update(np.ascontiguousarray((self._known or {})[name]).tobytes())
        self.fingerprint = digest.hexdigest()

    def fit(self, texts: Sequence[str], seed: int) -> Arrays:
        """What can be learnt from these texts: the n-grams, their weights, the directions.

        features (F,) columns of counts; weights (F,); directions (F, 128), the last ones zero where
        the texts are too few to tell so many.
        """
        import_without_pandas()
        from sklearn.utils.extmath import randomized_svd

        counts = encode_words.count(texts, "float32")
        seen = np.diff(counts.tocsc().indptr)
        often = np.argsort(-seen, kind="stable")[:MOST_FEATURES]
        features = np.sort(often[seen[often] >= IN_TEXTS])
        weights = 1 + np.log((1 + len(texts)) / (1 + seen[features]))
        rows = encode_words.weighted(counts, features, weights)
        directions = np.zeros((len(features), DIMENSIONS), dtype=np.float32)
        rank = min(DIMENSIONS, *rows.shape)
        if rank:
            _, _, right_vectors = randomized_svd(rows, rank, n_iter=4, random_state=seed)
            directions[:, :rank] = right_vectors.T
        return {
            "features": features.astype(np.int32),
            "weights": weights.astype(np.float32),
            "directions": directions,
        }

    def fitted(self, arrays: Arrays) -> "LexicalEncoder":
        """One that goes by what `fit` found."""
        return LexicalEncoder(arrays)

    def encode(self, texts: Sequence[str]) -> FloatArray:
        """Unit vectors (n, 128), a function of each text alone."""
        import_without_pandas()
        from sklearn import config_context

        # Half of the time of a single text goes into what these check of their own results.
        with config_context(assume_finite=True, skip_parameter_validation=True):
            return encode_words.vectors(texts, self._known)

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """The same in double precision, text by text."""
        encode = encode_words.vectors
        return np.concatenate([encode([text], self._known, "float64") for text in texts])

    @property
    def origin(self) -> Origin:
        requires = ("numpy", "scikit-learn")
        return Origin(name=f"words and letters ({NAME})", reader="encode_words", requires=requires)

    def leave(self, to: Path, _classifier: Classifier | None, _alive: Callable[[], None]) -> float:
        if self._known is not None:
            np.savez(to / encode_words.LEARNT, allow_pickle=False, **self._known)
        return 0.0


def _available() -> bool:
    return True


def _load(model: str | None) -> LexicalEncoder:
    assert model is None, "the lexical encoder takes no model"
    return LexicalEncoder()


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="lexical",
        title="Words and letters (learnt from the project's texts)",
        dimensions=DIMENSIONS,
        portable=True,
        seconds=2,
    ),
    available=_available,
    load=_load,
)
