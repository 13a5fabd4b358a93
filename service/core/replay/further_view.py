"""What a further view of the texts brings to those that there are: tried on labelled texts."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np

from service.core.arrays import BoolArray, FloatArray, IntArray
from service.core.evaluation.gain import Gain, paired_gain
from service.core.evaluation.measure import ENOUGH_AUDIT_ITEMS
from service.core.heads.logistic import reduce_dimensions
from service.core.heads.one_against_rest import fit_each
from service.core.heads.out_of_fold import C_OF_FEW, ROUGH, by_fold, folds, out_of_fold
from service.core.targets.one_class import class_of_each
from service.core.targets.protocol import Targets
from service.core.threads import one_blas_thread
from service.core.vectors.views import side_by_side

LEVEL = 0.95
"""At which the gains of all views that are tried hold together."""


@dataclass(frozen=True)
class FurtherView:
    """Shares of texts that a head gets right which hasn't seen their labels."""

    alone: float
    beside: float
    """By the views that there are and this one."""
    gain: Gain
    """Over the views that there are, text by text."""
    on_audits: Gain | None
    """The same of the audit texts, which are a random sample; None where there are too few."""


@dataclass(frozen=True, eq=False)
class Trial:
    """Labelled texts (m,) in the views that there are; each other view meets the same folds."""

    views: Sequence[FloatArray]
    """(m, D) each."""
    targets: Targets
    audit: BoolArray
    n_classes: int
    tried: int
    """How many views will be: with more of them, one is the best by chance more easily."""

    @cached_property
    def before(self) -> BoolArray:
        """(m,) right by the views that there are."""
        return self.right(self.views)

    def right(self, views: Sequence[FloatArray]) -> BoolArray:
        """(m,) of which texts a head that goes by these views names the label, unseen."""
        X = reduce_dimensions(side_by_side(views))
        with one_blas_thread():
            P = self._of_sets(X, len(views)) if self.targets.is_of_sets else self._of(X)
        return self.targets.match(self.targets.predictions(P))

    def with_view(self, vectors: FloatArray) -> FurtherView:
        """What a view (m, D) brings."""
        after, z = self.right([*self.views, vectors]), NormalDist().inv_cdf(self._quantile)
        audit = self.audit
        enough = np.count_nonzero(audit) >= ENOUGH_AUDIT_ITEMS
        return FurtherView(
            alone=float(self.right([vectors]).mean()),
            beside=float(after.mean()),
            gain=paired_gain(after, self.before, None, z),
            on_audits=paired_gain(after[audit], self.before[audit], None, z) if enough else None,
        )

    @property
    def _quantile(self) -> float:
        return 1 - (1 - LEVEL) / 2 / max(self.tried, 1)

    def _of(self, X: FloatArray) -> FloatArray:
        y = class_of_each(self.targets)
        probabilities: FloatArray = out_of_fold(X, y, self.n_classes, folds(y), (C_OF_FEW,))[0]
        return probabilities

    def _of_sets(self, X: FloatArray, n_views: int) -> FloatArray:
        of_each = self.targets.members(self.n_classes)
        fold = folds(np.zeros(len(X), dtype=np.int64))
        rows = X * np.float32(n_views**-0.5)  # as long as those of one view, as that head wants

        def predict(train: IntArray, test: IntArray) -> FloatArray:
            head = fit_each(rows[train], of_each[train], tolerance=ROUGH)
            return head.probabilities(rows[test])

        return by_fold(fold, self.n_classes, fold, predict)
