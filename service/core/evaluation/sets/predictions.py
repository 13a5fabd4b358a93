"""What is predicted for every item of a pool of which each may have several classes."""

from dataclasses import dataclass
from functools import cached_property

import numpy as np
from scipy.special import entr, expit

from service.core.arrays import BoolArray, DoubleArray, FloatArray, IntArray
from service.core.evaluation.evidence import log_odds
from service.core.evaluation.gather_evidence import Gathered
from service.core.evaluation.pool_predictions import calibration
from service.core.evaluation.recalibration import Recalibration
from service.core.evaluation.sets.class_calibration import ClassCalibration, class_calibration
from service.core.heads.head import Head, probabilities_of
from service.core.targets.class_sets import NONE, sets_of_each
from service.core.targets.labels import Labels
from service.core.vectors.matrix import Vectors


@dataclass(frozen=True, eq=False)
class SetPredictions:
    """By ordinal; NaN where a row has no vector."""

    probabilities: FloatArray
    """(N, C) of each class by itself; of a labelled row by a head that hasn't seen its label."""
    probability: FloatArray
    """(N,) that the row has just the classes that are named."""
    given: FloatArray
    """(N,) how likely a row's label is, in all of it; NaN without one."""
    by: ClassCalibration

    @cached_property
    def classes(self) -> IntArray:
        """(N,) the likeliest class of each row, -1 where nothing is said."""
        mask = ~np.isnan(self.probability)
        return np.where(mask, self.probabilities.argmax(axis=1), NONE)

    @cached_property
    def named(self) -> BoolArray:
        """(N, C) the classes whose probability is above their threshold."""
        mask: BoolArray = self.probabilities > self.by.thresholds
        return mask

    @cached_property
    def entropy(self) -> DoubleArray:
        """(N,) in nats, as if classes came and went without each other."""
        P = self.probabilities.astype(np.float64)
        entropies: DoubleArray = (entr(P) + entr(1 - P)).sum(axis=1)
        return entropies

    def count(self, of_class: int) -> int:
        """How many rows are predicted to have a class."""
        return int(np.count_nonzero(self.named[:, of_class]))


def set_predictions(
    gathered: Gathered, labels: Labels, vectors: Vectors, present: BoolArray, head: Head
) -> SetPredictions:
    """Of all rows of `vectors` (N, D) that are `present` (N,): what was `gathered`, labelled rows
    out of fold, and of all others what `head` says, the released one."""
    raw = np.full((len(vectors), head.n_classes), np.nan, dtype=np.float32)
    missing = present.copy()
    missing[labels.ordinals] = False
    for part in gathered.out_of_fold:
        predicted = part.probabilities.any(axis=1)
        raw[part.ordinals[predicted]] = part.probabilities[predicted]
        missing[part.ordinals[predicted]] = False
    rest = np.flatnonzero(missing)
    raw[rest] = probabilities_of(head, vectors, rest)
    by = class_calibration(gathered, labels, head)
    predicted = ~np.isnan(raw).any(axis=1)
    confidence = labels.targets.confidence(raw[predicted])
    raw[predicted] = by.calibrated(raw[predicted])
    probability, label_probability = np.full((2, len(raw)), np.nan, dtype=np.float32)
    probability[predicted] = _right(confidence, calibration(gathered.evidence))
    has = sets_of_each(labels.targets)
    label_probability[labels.ordinals] = np.where(
        has, raw[labels.ordinals], 1 - raw[labels.ordinals]
    ).prod(1)
    return SetPredictions(raw, probability, label_probability, by)


def _right(confidence: FloatArray, by: Recalibration) -> DoubleArray:
    chances: DoubleArray = expit(by.shift + by.slope * log_odds(confidence))
    return chances
