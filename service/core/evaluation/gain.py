"""What some views bring the model: audits that it gets right with them, and without."""

import math
from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, DoubleArray
from service.core.evaluation.cross_fit import cross_fit
from service.core.evaluation.gather_evidence import predicted_targets
from service.core.evaluation.measure import ENOUGH_AUDIT_ITEMS, Measurement, dealing
from service.core.heads.head import Head
from service.core.heads.learner import Learner
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors

Z = 1.96


@dataclass(frozen=True)
class Gain:
    """A gain in the share of texts that are predicted right, with its interval."""

    value: float
    low: float
    high: float


def gain_over(
    vectors: Vectors,
    labels: Labels,
    measured: Measurement,
    *,
    learner: Learner,
    blind: Head | None,
    n_classes: int,
    seed: int,
) -> Gain | None:
    """Of what was measured, over heads that read these vectors, out of the same folds.

    `blind` is such a head on the chosen labels alone. None with too few audits.
    """
    audit = labels.measured()
    if np.count_nonzero(audit) < ENOUGH_AUDIT_ITEMS:
        return None
    rng = dealing(seed)
    of_audits, _ = cross_fit(
        vectors,
        labels,
        audit,
        labels.ordinals[:0],
        lambda trained_on: learner.refit(vectors, trained_on, n_classes, blind),
        n_classes,
        rng,
    )
    audits = labels.where(audit)
    right = audits.scored().match(predicted_targets(audits, of_audits))
    return paired_gain(measured.correct, right, measured.evidence.weights)


def paired_gain(
    after: BoolArray, before: BoolArray, weights: DoubleArray | None, z: float = Z
) -> Gain:
    """Of items (a,) that were right before and after, each with what it weighs; `z` standard errors
    on either side.

    Agresti & Min, Simple improved confidence intervals for comparing matched proportions, 2005:
    half an item more in each of the four cells.
    """
    w = np.ones(len(after)) if weights is None else weights
    better, worse = float(w @ (after & ~before)) / w.sum(), float(w @ (before & ~after)) / w.sum()
    n = float(w.sum() ** 2 / (w @ w))
    more, less = (better * n + 0.5) / (n + 2), (worse * n + 0.5) / (n + 2)
    reach = z * math.sqrt((more + less - (more - less) ** 2) / (n + 2))
    return Gain(better - worse, more - less - reach, more - less + reach)
