"""How likely each class is where a row may have several, from labels that heads haven't seen."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
from scipy.special import expit, logit

from service.core.arrays import DoubleArray, FloatArray
from service.core.evaluation.evidence import UnseenPredictions, log_odds
from service.core.evaluation.gather_evidence import Gathered
from service.core.evaluation.recalibration import Recalibration, recalibrated
from service.core.heads.head import Head, SetHead
from service.core.targets.class_sets import LIKELY
from service.core.targets.labels import Labels

LEAST_SLOPE = 0.05
"""So that what is likelier to a head stays so."""


@dataclass(frozen=True)
class ClassCalibration:
    """The fit p(class) = expit(shift + slope x log odds), for the probabilities that a head gives.

    A head gives 0.5 where it begins to name a class, so expit(shift) is the threshold of the class.
    """

    slopes: Sequence[float]
    """(C,) above 0."""
    shifts: Sequence[float]
    """(C,)"""

    @property
    def thresholds(self) -> DoubleArray:
        """(C,) the probability above which each class is named."""
        thresholds: DoubleArray = expit(np.array(self.shifts))
        return thresholds

    def calibrated(self, probabilities: FloatArray) -> DoubleArray:
        """(n, C) each for itself; 0 of a class that the head doesn't know."""
        chances: DoubleArray = expit(
            np.array(self.shifts) + np.array(self.slopes) * log_odds(probabilities)
        )
        return np.where(probabilities > 0, chances, 0.0)


Calibration: TypeAlias = Recalibration | ClassCalibration
"""Of the likeliest class, or of each where a text may have several."""


def as_stated(head: Head) -> ClassCalibration:
    """What the head was fitted to say: of some its probabilities, of others before their move."""
    named_from = np.full((1, head.n_classes), LIKELY)
    if isinstance(head, SetHead):
        named_from = head.stated(named_from)
    return ClassCalibration([1.0] * head.n_classes, logit(named_from[0]).tolist())


def class_calibration(gathered: Gathered, labels: Labels, head: Head) -> ClassCalibration:
    """As classes came true of labelled rows out of fold, drawn to what the head states."""
    stated = as_stated(head)
    P = np.zeros((len(labels), head.n_classes), dtype=np.float32)
    order = np.argsort(labels.ordinals)
    for part in gathered.out_of_fold[1:]:
        P[order[np.searchsorted(labels.ordinals[order], part.ordinals)]] = part.probabilities
    pairs = [
        _of_class(labels.targets.has(c), P[:, c], shift) for c, shift in enumerate(stated.shifts)
    ]
    return ClassCalibration(
        [max(each.slope, LEAST_SLOPE) for each in pairs], [each.shift for each in pairs]
    )


def _of_class(has: np.ndarray, p: FloatArray, shift: float) -> Recalibration:
    predicted = p > 0
    return recalibrated(UnseenPredictions(has[predicted], p[predicted]), Recalibration(1.0, shift))
