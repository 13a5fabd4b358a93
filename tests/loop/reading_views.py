"""A head that reads several views, as simple as can be: regression on all their columns."""

from typing import Any

import numpy as np
import pytest
from numpy.typing import NDArray

from service.core.arrays import IntArray
from service.core.heads.head import Arrays, HeadKind
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.loop.rounds import load_learner


class AllColumns:
    def __init__(self, plain: LogisticHead, n_views: int) -> None:
        self.plain, self.n_classes, self.class_indices = plain, plain.n_classes, plain.class_indices
        self.view_weights = np.full(n_views, 1 / n_views)

    def probabilities(self, X: NDArray[Any], _ordinals: IntArray | None = None, /) -> NDArray[Any]:
        assert X.shape[1] == self.plain.weights.shape[1], "it is asked with all views"
        return self.plain.probabilities(X)

    def to_arrays(self) -> Arrays:
        return self.plain.to_arrays()


def fit(pool: LabelledPool, warm: AllColumns | None = None) -> AllColumns:
    assert None not in pool.graphs
    plain = warm.plain if warm else None
    X = np.asarray(pool.vectors[pool.ordinals])
    return AllColumns(fit_logistic(X, pool.classes, pool.n_classes, plain), pool.n_views)


def restored(arrays: Arrays, graphs: Any) -> AllColumns:
    return AllColumns(LogisticHead.from_arrays(arrays), len(graphs))


def read_all_views(monkeypatch: pytest.MonkeyPatch) -> None:
    """Makes it the kind of head that rounds fit."""
    kind = HeadKind("all_columns", 1, "All columns", fit, restored, reads_views=True)
    find = load_learner.find_head
    monkeypatch.setattr(
        load_learner,
        "find_head",
        lambda name: (
            kind if name in (load_learner.HEAD, load_learner.HEAD_OF_SEVERAL) else find(name)
        ),
    )
