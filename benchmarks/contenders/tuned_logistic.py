"""Logistic regression whose penalty the labels choose."""

import numpy as np

from service.core.heads.head import HeadKind
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.heads.out_of_fold import (
    C_OF_FEW,
    FEWEST,
    STRENGTHS,
    folds,
    likelihood,
    out_of_fold,
)


def fit_tuned_logistic(pool: LabelledPool, warm: LogisticHead | None = None) -> LogisticHead:
    """With the C of the best out-of-fold log-likelihood; C = 30 below 10 labels or two classes.

    By accuracy the choice is unstable below 100 labels, by likelihood it isn't.
    """
    C = C_OF_FEW
    if len(pool) >= FEWEST and len(np.unique(pool.classes)) > 1:
        fold = folds(pool.classes)
        found = out_of_fold(pool.X, pool.classes, pool.n_classes, fold, STRENGTHS)
        C = STRENGTHS[int(np.log(likelihood(found, pool.classes)).sum(axis=1).argmax())]
    return fit_logistic(pool.X, pool.classes, pool.n_classes, warm, C=C)


TUNED_LOGISTIC = HeadKind(
    name="tuned_logistic",
    version=1,
    title="Logistic regression, C out of fold",
    fit=fit_tuned_logistic,
    from_arrays=lambda arrays, _neighbours: LogisticHead.from_arrays(arrays),
)
