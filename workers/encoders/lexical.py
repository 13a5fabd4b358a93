"""A text by its words and their letters, and what words a project's own texts use together.

Latent semantic analysis (Deerwester et al., 1990): counts weighted by how rare each is among the
texts, and the directions in which these texts differ most. It sees what encoders of meaning pass
over, such as the words of a question, and needs no model.
"""

import hashlib
from collections.abc import Sequence
from functools import cache
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

from service.ports import Arrays, EncoderEntry, EncoderSpec, FloatArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import HashingVectorizer

NAME = "lexical@1"
DIMENSIONS = 128
# Words with the marks between them, and pairs of these: "who", "?". Endings and misspellings by
# runs of four letters, which brought 7 points on banking77 and 3 on ag_news.
FAMILIES = (("word", (1, 2), r"\w+|[^\w\s]"), ("char_wb", (4, 4), r"\w+"))
BUCKETS = 2**18
"""Of each family: so many n-grams are told apart."""
MOST_FEATURES = 30_000
"""That a fitted one looks at: 15 MB."""
IN_TEXTS = 2
"""In fewer of them an n-gram says nothing of others."""
Precision = Literal["float32", "float64"]


class LexicalEncoder:
    """Without texts to go by its n-grams are summed up in random directions, all alike."""

    dimensions = DIMENSIONS
    numeric_class = "exact"
    arithmetic = "float32"

    def __init__(self, arrays: Arrays | None = None) -> None:
        """`arrays` is what `fit` found."""
        self._known = arrays
        digest = hashlib.sha256(f"{NAME} {DIMENSIONS} {FAMILIES} {BUCKETS}".encode())
        for name in sorted(arrays or {}):
            digest.update(np.ascontiguousarray((arrays or {})[name]).tobytes())
        self.fingerprint = digest.hexdigest()

    def fit(self, texts: Sequence[str], seed: int) -> Arrays:
        """What can be learnt from these texts: the n-grams, their weights, the directions.

        features (F,) columns of counts; weights (F,); directions (F, 128), the last ones zero where
        the texts are too few to tell so many.
        """
        from sklearn.utils.extmath import randomized_svd

        counts = _counts(texts, "float32")
        seen = np.diff(counts.tocsc().indptr)
        often = np.argsort(-seen, kind="stable")[:MOST_FEATURES]
        features = np.sort(often[seen[often] >= IN_TEXTS])
        weights = 1 + np.log((1 + len(texts)) / (1 + seen[features]))
        rows = _weighted(counts, features, weights)
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
        from sklearn import config_context

        # Half of the time of a single text goes into what these check of their own results.
        with config_context(assume_finite=True, skip_parameter_validation=True):
            return self._encode(texts, "float32")

    def reference(self, texts: Sequence[str]) -> FloatArray:
        """The same in double precision, text by text."""
        return np.concatenate([self._encode([text], "float64") for text in texts])

    def _encode(self, texts: Sequence[str], precision: Precision) -> FloatArray:
        from sklearn.preprocessing import normalize

        if not texts:
            return np.zeros((0, DIMENSIONS), dtype=np.float32)
        counts = _counts(texts, precision)
        if self._known is None:
            vectors = (counts @ _folds(precision)).toarray()
        else:
            features, weights = self._known["features"], self._known["weights"]
            directions = self._known["directions"].astype(precision)
            vectors = np.asarray(_weighted(counts, features, weights) @ directions)
        # Without any n-gram that is known a text still needs a direction.
        vectors[~vectors.any(axis=1), 0] = 1
        unit: FloatArray = normalize(vectors, copy=False).astype(np.float32)
        return unit


def _counts(texts: Sequence[str], precision: Precision) -> "csr_matrix":
    """(n, families x BUCKETS) 1 + log of how often each n-gram stands in a text."""
    from scipy.sparse import csr_matrix, hstack

    counts = csr_matrix(hstack([each.transform(texts) for each in _vectorizers(precision)]))
    counts.data = 1 + np.log(counts.data)
    return counts


def _weighted(counts: "csr_matrix", features: NDArray[Any], weights: NDArray[Any]) -> "csr_matrix":
    """(n, F) unit rows in which both families weigh the same."""
    from scipy.sparse import csr_matrix, hstack
    from sklearn.preprocessing import normalize

    at = np.searchsorted(features, counts.indices)
    hits = np.append(features, -1)[at] == counts.indices
    data = counts.data[hits] * weights.astype(counts.dtype)[at[hits]]
    ends = np.append(0, np.cumsum(hits))[counts.indptr]
    chosen = csr_matrix((data, at[hits], ends), shape=(counts.shape[0], len(features)))
    words = int(np.searchsorted(features, BUCKETS))
    families = [normalize(each) for each in (chosen[:, :words], chosen[:, words:]) if each.shape[1]]
    return normalize(csr_matrix(hstack(families))) if families else chosen


@cache
def _folds(precision: Precision) -> "csr_matrix":
    """(families x BUCKETS, 128) each n-gram's direction and sign: its hash decides."""
    from scipy.sparse import csr_matrix

    columns = np.arange(len(FAMILIES) * BUCKETS)
    signs = 1 - 2 * (columns // DIMENSIONS % 2)
    shape = len(columns), DIMENSIONS
    return csr_matrix((signs.astype(precision), (columns, columns % DIMENSIONS)), shape=shape)


@cache
def _vectorizers(precision: Precision) -> list["HashingVectorizer"]:
    # Only now: it brings scipy.stats, most of a second and 40 MB, which neither the API nor a
    # worker with another encoder has a use for.
    from sklearn.feature_extraction.text import HashingVectorizer

    return [
        HashingVectorizer(
            analyzer=analyzer,
            ngram_range=ngrams,
            token_pattern=words if analyzer == "word" else None,
            n_features=BUCKETS,
            alternate_sign=False,
            norm=None,
            dtype=np.dtype(precision).type,
        )
        for analyzer, ngrams, words in FAMILIES
    ]


def _available() -> bool:
    return True


def _load(model: str | None) -> LexicalEncoder:
    assert model is None, "the lexical encoder takes no model"
    return LexicalEncoder()


ENCODER = EncoderEntry(
    spec=EncoderSpec(
        name="lexical", title="Words and letters (learnt from the project's texts)", dimensions=128
    ),
    available=_available,
    load=_load,
)
