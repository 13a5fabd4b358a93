"""Self-training alone: logistic regression, fitted again with what it is sure of in the pool."""

from service.core.heads.head import HeadKind
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.heads.self_training import C, self_trained, unlabelled_rows


def fit_self_training(pool: LabelledPool, warm: LogisticHead | None = None) -> LogisticHead:
    """The teacher is logistic regression with C = 10 on the labels alone."""
    teacher = fit_logistic(pool.X, pool.classes, pool.n_classes, warm, C=C)
    rows = unlabelled_rows(pool)
    return self_trained(pool.X, pool.classes, pool.n_classes, teacher, rows, warm)


SELF_TRAINING = HeadKind(
    name="self_training",
    version=1,
    title="Self-training",
    fit=fit_self_training,
    from_arrays=lambda arrays, _neighbours: LogisticHead.from_arrays(arrays),
)
