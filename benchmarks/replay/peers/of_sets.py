"""What scikit-activeml and small-text have for items with several classes: queries, and heads.

Their heads are scikit-learn's logistic regression for each class, as it comes, C = 1, a class named
from 0.5 on; neither library cuts elsewhere.
"""

import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, NoReturn

import numpy as np
import small_text as small_text_library
from numpy.typing import NDArray
from scipy.sparse import csr_matrix
from skactiveml import pool as scikit_activeml
from skactiveml.base import SkactivemlClassifier
from skactiveml.classifier import SklearnClassifier
from sklearn.linear_model import LogisticRegression

from benchmarks.replay.peers import scikit_activeml as single
from benchmarks.replay.peers import small_text_library as single_small_text
from benchmarks.replay.peers.shown import Shown, peer
from service.core.arrays import FloatArray, FloatT, IntArray
from service.core.heads.head import Arrays, HeadKind
from service.core.heads.labelled import LabelledPool
from service.core.targets.class_sets import ClassSets


@dataclass(frozen=True, eq=False)
class PeerHead:
    """A library's classifier of each class."""

    likely: Callable[[NDArray[Any]], NDArray[Any]]
    """X (n, D) -> (n, n_classes)"""
    known: ClassSets
    """(m,) the labels that it has seen, by ascending ordinal."""
    n_classes: int

    @property
    def class_indices(self) -> IntArray:
        return np.flatnonzero(self.known.counts(self.n_classes))

    def probabilities(self, X: NDArray[FloatT], _: IntArray | None = None, /) -> NDArray[FloatT]:
        return np.asarray(self.likely(X), dtype=X.dtype)

    def to_arrays(self) -> Arrays:
        _kept_nowhere()


def _kept_nowhere(*_: Any) -> NoReturn:
    raise NotImplementedError("kept nowhere")


def _matrix(pool: LabelledPool) -> np.ndarray:
    return _sets(pool).matrix.astype(np.int64)


def _sets(pool: LabelledPool) -> ClassSets:
    assert isinstance(pool.targets, ClassSets)
    return pool.targets


def fit_scikit_activeml(pool: LabelledPool, _: Any = None) -> PeerHead:
    fitted = [
        SklearnClassifier(LogisticRegression(), classes=[0, 1]).fit(pool.X, column)
        for column in _matrix(pool).T
    ]

    def likely(X: NDArray[Any]) -> NDArray[Any]:
        return np.column_stack([one.predict_proba(X)[:, 1] for one in fitted])

    return PeerHead(likely, _sets(pool), pool.n_classes)


def fit_small_text(pool: LabelledPool, _: Any = None) -> PeerHead:
    classes = np.arange(pool.n_classes)
    model = small_text_library.SklearnClassifier(
        LogisticRegression(), pool.n_classes, multi_label=True
    )
    with warnings.catch_warnings():
        # Of its own names, and of classes without a label.
        warnings.simplefilter("ignore")
        y = csr_matrix(_matrix(pool))
        model.fit(small_text_library.SklearnDataset(pool.X, y, classes))
    return PeerHead(model.model.predict_proba, _sets(pool), pool.n_classes)


def _kind(name: str, fit: Callable[..., PeerHead]) -> HeadKind:
    return HeadKind(name, 1, name, fit, _kept_nowhere, reads_graph=False, is_of_sets=True)


HEADS = {
    kind.name: kind
    for kind in (
        _kind("skactiveml.one_vs_rest", fit_scikit_activeml),
        _kind("smalltext.one_vs_rest", fit_small_text),
    )
}


class OneClassOfHead(SkactivemlClassifier):
    """What the head of a round says of one class, as the library's binary classifiers do."""

    def __init__(self, likely: FloatArray) -> None:
        super().__init__(classes=[0, 1])
        self.likely = likely

    def fit(self, *_: Any) -> "OneClassOfHead":
        return self

    def predict_proba(self, _: np.ndarray) -> np.ndarray:
        return np.column_stack([1 - self.likely, self.likely])


def margin_of_each(shown: Shown, k: int, seed: int) -> list[int]:
    """The library's margin sampling of each class against the rest, its utilities added up."""
    if shown.pool.head is None:
        return list(range(k))
    rows = shown.pool.rows(shown.ordinals)
    labels = np.where(shown.is_taken, 0.0, np.nan)
    asked = scikit_activeml.UncertaintySampling(method="margin_sampling", random_state=seed)
    likely = shown.probabilities(rows[: shown.n_open], shown.open)
    utilities = sum(
        asked.query(rows, labels, OneClassOfHead(column), fit_clf=False, return_utilities=True)[1]
        for column in likely.T
    )
    known = np.nan_to_num(utilities[0], nan=-np.inf)
    best: list[int] = np.argsort(-known, kind="stable")[:k].tolist()
    return best


def category_vector(shown: Shown, k: int, _: int) -> list[int]:
    """The one query of small-text that is made for several classes; for its own head alone."""
    head = shown.pool.head
    if head is None:
        return list(range(k))
    if not isinstance(head, PeerHead):
        raise SystemExit("smalltext.category_vector reads the labels of smalltext.one_vs_rest.")
    taken = np.flatnonzero(shown.is_taken)
    found = small_text_library.CategoryVectorInconsistencyAndRanking(pbar=None).query(
        single_small_text.RankingHead(shown),
        shown.ordinals,
        np.flatnonzero(~shown.is_taken),
        taken,
        csr_matrix(head.known.matrix.astype(np.int64)),
        n=k,
    )
    return list(found)


STRATEGIES = {
    strategy.name: strategy
    for strategy in (
        peer("skactiveml.margin_of_each", single.CITATION, margin_of_each),
        peer("smalltext.category_vector", single_small_text.CITATION, category_vector),
    )
}
