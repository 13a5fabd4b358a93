"""A head in one file, as `docs/extending.md` says it is written: nobody is offered it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import FloatArray, FloatT, IntArray
from service.core.heads import head as heads
from service.core.heads.head import Arrays, HeadKind
from service.core.heads.labelled import LabelledPool
from service.core.heads.portable_form import PortableForm, linear_form

SHARPNESS = 10.0


@dataclass(frozen=True, eq=False)
class CentroidHead:
    """softmax(-SHARPNESS |x - m_c|^2 / 2) over the means m_c of the classes' unit vectors."""

    class_indices: IntArray
    """(k,) ascending."""
    means: FloatArray
    """(k, D)"""
    n_classes: int

    @property
    def weights(self) -> FloatArray:
        return SHARPNESS * self.means

    @property
    def intercepts(self) -> FloatArray:
        squares: FloatArray = -SHARPNESS / 2 * np.square(self.means).sum(axis=1)
        return squares

    def probabilities(
        self, X: NDArray[FloatT], _ordinals: IntArray | None = None, /
    ) -> NDArray[FloatT]:
        odds = X @ self.weights.T.astype(X.dtype) + self.intercepts.astype(X.dtype)
        odds = np.exp(odds - odds.max(axis=1, keepdims=True))
        P = np.zeros((len(X), self.n_classes), dtype=X.dtype)
        P[:, self.class_indices] = odds / odds.sum(axis=1, keepdims=True)
        return P

    def portable_form(self) -> PortableForm:
        return linear_form(self)

    def to_arrays(self) -> Arrays:
        return {
            "class_indices": self.class_indices,
            "means": self.means,
            "n_classes": np.asarray(self.n_classes),
        }

    @classmethod
    def from_arrays(cls, arrays: Mapping[str, NDArray[Any]], _graph: object) -> "CentroidHead":
        return cls(arrays["class_indices"], arrays["means"], int(arrays["n_classes"]))


def fit_centroids(pool: LabelledPool, _warm: CentroidHead | None = None) -> CentroidHead:
    """The means; there is nothing to start from."""
    classes = np.unique(pool.classes)
    means = np.array([pool.X[pool.classes == c].mean(axis=0) for c in classes], dtype=np.float32)
    return CentroidHead(classes, means, pool.n_classes)


CENTROIDS = HeadKind(
    name="centroids",
    version=1,
    title="Nearest mean",
    fit=fit_centroids,
    from_arrays=CentroidHead.from_arrays,
    reads_graph=False,
)


@contextmanager
def centroids_registered() -> Iterator[str]:
    """Heads are found by name, and this one is among them for as long as this lasts."""
    heads.register_head(CENTROIDS)
    try:
        yield "centroids@1"
    finally:
        del heads._registry._entries[f"{CENTROIDS.name}@{CENTROIDS.version}"]
