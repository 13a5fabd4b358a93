"""Logistic regression on several views set side by side: what one does without a head for views."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from service.core.arrays import DoubleArray
from service.core.heads.head import HeadKind
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead, fit_logistic


@dataclass(frozen=True, eq=False)
class ConcatenatedHead(LogisticHead):
    """Strategies see the views side by side too, all of one weight."""

    n_views: int = 1

    @property
    def view_weights(self) -> DoubleArray:
        """(n_views,)"""
        return np.full(self.n_views, 1 / self.n_views)


def fit(pool: LabelledPool, warm: LogisticHead | None = None) -> ConcatenatedHead:
    head = fit_logistic(pool.X, pool.classes, pool.n_classes, warm)
    return ConcatenatedHead(**vars(head), n_views=pool.n_views)


def restored(arrays: Mapping[str, NDArray[Any]], graphs: tuple[object, ...]) -> ConcatenatedHead:
    return ConcatenatedHead(**vars(LogisticHead.from_arrays(arrays)), n_views=len(graphs))


CONCATENATED = HeadKind(
    name="concatenated.logistic",
    version=1,
    title="Logistic regression, C = 10, on all views side by side",
    fit=fit,
    from_arrays=restored,
    reads_views=True,
    reads_graph=False,
)
