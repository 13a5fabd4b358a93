"""Self-training: logistic regression, fitted again with what it is sure of in the pool."""

import numpy as np

from service.core.arrays import FloatArray, IntArray
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import TOLERANCE, LogisticHead
from service.core.heads.names import fit_with_names
from service.core.targets.class_names import ClassNames

C = 10.0
WEIGHT = 0.2
MOST_READ = 4_000
MOST_TAKEN = 1_000
_PURPOSE = 0x53454C46


def unlabelled_rows(pool: LabelledPool) -> FloatArray:
    """At most 4,000 random rows of the pool that have no label, the same for the same labels."""
    rest = np.setdiff1d(pool.neighbours.nodes, pool.ordinals, assume_unique=True)
    rng = np.random.default_rng([len(pool), _PURPOSE])
    return np.asarray(pool.vectors[rng.permutation(rest)[:MOST_READ]])


def self_trained(
    X: FloatArray,
    y: IntArray,
    n_classes: int,
    teacher: LogisticHead,
    rows: FloatArray,
    warm: LogisticHead | None = None,
    *,
    names: ClassNames | None = None,
    tolerance: float = TOLERANCE,
) -> LogisticHead:
    """A head trained on labels y (m,) of X (m, D), names, and what `teacher` says of other `rows`.

    The surer half of the rows is believed, at most 1,000 of it, each with its likeliest class and
    a weight of 0.2 x its probability. The rows are in random order. Found from `warm` on, by
    default from the teacher.
    """
    P = teacher.probabilities(rows)
    sure = P.max(axis=1)
    half = np.sort(np.argsort(-sure, kind="stable")[: len(rows) // 2])[:MOST_TAKEN]
    return fit_with_names(
        np.concatenate([X, rows[half]]),
        np.concatenate([y, P[half].argmax(axis=1)]),
        n_classes,
        names,
        warm or teacher,
        C=C,
        tolerance=tolerance,
        weights=np.concatenate([np.ones(len(y)), WEIGHT * sure[half]]).astype(np.float32),
    )
