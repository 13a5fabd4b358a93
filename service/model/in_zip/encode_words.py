"""Vectors of texts by their words and letters. Needs numpy and scikit-learn."""

from collections.abc import Mapping, Sequence
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

import numpy as np
from numpy.typing import NDArray

if TYPE_CHECKING:
    from scipy.sparse import csr_matrix
    from sklearn.feature_extraction.text import HashingVectorizer

DIMENSIONS = 128
# Words with the marks between them, and pairs of these: "who", "?". Endings and misspellings by
# runs of four letters, which brought 7 points on banking77 and 3 on ag_news.
FAMILIES = (("word", (1, 2), r"\w+|[^\w\s]"), ("char_wb", (4, 4), r"\w+"))
BUCKETS = 2**18
"""Of each family: so many n-grams are told apart."""
LEARNT = "words.npz"
Arrays = Mapping[str, NDArray[Any]]
Precision = Literal["float32", "float64"]


class Encoder:
    def __init__(self, folder: Path, _about: Mapping[str, Any]) -> None:
        self.learnt: Arrays | None = None
        if (folder / LEARNT).exists():
            with np.load(folder / LEARNT) as learnt:
                self.learnt = dict(learnt)

    def vectors(self, texts: Sequence[str]) -> NDArray[np.float32]:
        """(n, dimensions) of length 1."""
        return vectors(texts, self.learnt)


def vectors(
    texts: Sequence[str], learnt: Arrays | None, precision: Precision = "float32"
) -> NDArray[np.float32]:
    """Unit vectors (n, 128), by what a project's texts have taught."""
    from sklearn.preprocessing import normalize

    if not texts:
        return np.zeros((0, DIMENSIONS), dtype=np.float32)
    counts = count(texts, precision)
    if learnt is None:
        rows = _folded(counts).toarray()
    else:
        directions = learnt["directions"].astype(precision)
        rows = np.asarray(weighted(counts, learnt["features"], learnt["weights"]) @ directions)
    # Without any n-gram that is known a text still needs a direction.
    rows[~rows.any(axis=1), 0] = 1
    unit: NDArray[np.float32] = normalize(rows, copy=False).astype(np.float32)
    return unit


def count(texts: Sequence[str], precision: Precision) -> "csr_matrix":
    """(n, families x BUCKETS) 1 + log of how often each n-gram stands in a text."""
    from scipy.sparse import csr_matrix, hstack

    counts = csr_matrix(hstack([each.transform(texts) for each in _vectorizers(precision)]))
    counts.data = 1 + np.log(counts.data)
    return counts


def weighted(counts: "csr_matrix", features: NDArray[Any], weights: NDArray[Any]) -> "csr_matrix":
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


def _folded(counts: "csr_matrix") -> "csr_matrix":
    """(n, 128) each n-gram in its direction, with its sign: its hash decides."""
    from scipy.sparse import csr_matrix

    signs = 1 - 2 * (counts.indices // DIMENSIONS % 2)
    data = counts.data * signs.astype(counts.dtype)
    shape = counts.shape[0], DIMENSIONS
    return csr_matrix((data, counts.indices % DIMENSIONS, counts.indptr), shape=shape)


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
