"""What a measurement found, as rounds keep it, but for the point of the curve: that is `Figure`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields

import numpy as np

from service.core.evaluation.by_class.audit_quality import (
    ConfidenceStep,
    Confused,
    ConfusedLabels,
)
from service.core.evaluation.by_class.groups import ClassGroup
from service.core.evaluation.by_class.per_class import ClassFigure
from service.core.evaluation.gain import Gain
from service.core.evaluation.guard import Guard
from service.core.evaluation.metric import Metric
from service.core.evaluation.recalibration import Recalibration
from service.core.evaluation.savings.against_random import RandomPoint
from service.core.evaluation.savings.labels_saved import Saving
from service.core.evaluation.savings.outlook import Outlook
from service.core.evaluation.sets.class_calibration import Calibration
from service.kit.reasons import Reason

_DIGITS = 4


@dataclass(frozen=True)
class Ahead:
    """An outlook as it is stored with a round. Forecasts for any target come from it, without
    fitting."""

    labels: list[float]
    quantiles: list[list[float]]
    reason: Reason | None
    """Why there is none."""

    @staticmethod
    def of(outlook: Outlook | Reason) -> "Ahead":
        if isinstance(outlook, Reason):
            return Ahead([], [], outlook)
        labels, quantiles = np.round(outlook.labels, 1), np.round(outlook.quantiles, _DIGITS)
        return Ahead(labels.tolist(), quantiles.tolist(), None)

    def outlook(self) -> Outlook | Reason:
        return self.reason or Outlook(np.array(self.labels), np.array(self.quantiles))


@dataclass(frozen=True, kw_only=True)
class MeasuredClass(ClassFigure):
    class_id: int
    predicted: int | None
    """Items of the pool that it is predicted for."""
    expected: float | None
    """The share of them that the head expects to be right; None of few, or where an item may have
    several classes."""

    @property
    def figure(self) -> ClassFigure:
        return ClassFigure(*(getattr(self, part.name) for part in fields(ClassFigure)))


@dataclass(frozen=True)
class MeasuredStratum:
    """A part of the pool from which the estimate was put together. It weighs as much as its
    items."""

    imports: list[int]
    items: int
    audits: int
    correct: int
    unanswered: int


@dataclass(frozen=True)
class EvaluationItems:
    """The number of items in the evaluation set. If they are enough, `Figure` has their
    accuracy."""

    items: int
    correct: int
    reason: Reason | None
    """Why there is no figure."""


@dataclass(frozen=True)
class RandomPoints:
    """The curve that random sampling would have given."""

    points: Sequence[RandomPoint]


@dataclass(frozen=True, kw_only=True)
class BesideRandom:
    """A measured round, compared with random sampling."""

    random: RandomPoints
    labels_saved: Saving
    guard: Guard | None


@dataclass(frozen=True, kw_only=True)
class Measured(BesideRandom):
    """Results of measuring a round, apart from the point of the curve."""

    n_effective: float
    """So many audit items, were all drawn alike, would tell as much."""
    note: Reason | None
    """What keeps the estimate from being there, or makes its interval wider."""
    per_class: Sequence[MeasuredClass]
    strata: Sequence[MeasuredStratum]
    evaluation: EvaluationItems | None
    """None without an evaluation set."""
    calibration: Recalibration
    """How likely what the ranking head suggests is right."""
    pool_calibration: Calibration | None
    """How likely the released head is right, in the pool; None without one."""
    outlooks: Mapping[Metric, Ahead]
    gain: Gain | None
    """Of encoders that learn from labels; None where none was read, or with too few audits."""
    confusion: Sequence[Confused]
    """By class id; empty where a text may have several classes."""
    confidence: Sequence[ConfidenceStep]
    groups: Sequence[ClassGroup]
    """Of class ids."""
    chosen: Sequence[ConfusedLabels]
    """By class id, of labels that are no audits."""

    def of_class(self, class_id: int) -> MeasuredClass | None:
        """None of a class that the round didn't know."""
        return next((each for each in self.per_class if each.class_id == class_id), None)


@dataclass(frozen=True)
class Interval:
    """A figure with its 95 % interval."""

    value: float | None
    low: float
    high: float


InPart = dict[Metric, Interval]
"""Figures that count what is right of an answer, or of a class."""
