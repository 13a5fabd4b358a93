"""How often a head is right about the items of each class."""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import BoolArray, DoubleArray
from service.core.evaluation.intervals import wilson_of_share
from service.core.evaluation.strata import kish
from service.core.targets import Targets


@dataclass(frozen=True)
class ClassFigure:
    """The audit items of one class."""

    correct: int
    total: int
    recall: float | None
    """Share of the class's items in the pool that are predicted right; None without any."""
    low: float
    high: float
    """95 % interval of the recall."""


def per_class(
    truth: Targets, predicted: Targets, weights: DoubleArray, n_classes: int
) -> list[ClassFigure]:
    """(n_classes,) recall by class of audit items (n,), each with its weight (n,).

    Wilson's interval on Kish's effective number of items; their number where weights are equal.
    """
    has = [truth.has(c) for c in range(n_classes)]
    return [_figure(predicted.has(c)[of], weights[of]) for c, of in enumerate(has)]


def _figure(right: BoolArray, weights: DoubleArray) -> ClassFigure:
    correct, total = int(right.sum()), len(right)
    if total == 0:
        return ClassFigure(0, 0, None, 0.0, 1.0)
    alike = bool(np.all(weights == weights[0]))
    recall = correct / total if alike else float(right @ weights / weights.sum())
    # Rounding must not leave 0 and 1, at which the interval ends too.
    recall = min(recall, 1.0) if correct < total else 1.0
    return ClassFigure(correct, total, recall, *wilson_of_share(recall, kish(weights)))
