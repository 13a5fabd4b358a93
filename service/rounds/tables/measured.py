"""What a measurement found, as rounds keep it, but for the point of the curve: that is `Figure`."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from typing import Any

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
from service.core.evaluation.recalibration import AS_STATED, Recalibration
from service.core.evaluation.savings.against_random import RandomPoint
from service.core.evaluation.savings.labels_saved import Saving
from service.core.evaluation.savings.outlook import Outlook
from service.core.evaluation.sets.class_calibration import Calibration
from service.kit.reasons import Reason, ReasonCode

_DIGITS = 4


@dataclass(frozen=True)
class Ahead:
    """An outlook as it is kept with a round: every target is answered from it, without fitting."""

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
    """A part that the estimate was put together from, with its weight as its items."""

    imports: list[int]
    items: int
    audits: int
    correct: int
    unanswered: int


@dataclass(frozen=True)
class EvaluationItems:
    """How many of the evaluation set there were; the figure, if they are enough, is `Figure`'s."""

    items: int
    correct: int
    reason: Reason | None
    """Why there is no figure."""


@dataclass(frozen=True)
class RandomPoints:
    """Of the curve of random sampling."""

    points: Sequence[RandomPoint]


@dataclass(frozen=True, kw_only=True)
class BesideRandom:
    """A measured round held against random sampling."""

    random: RandomPoints
    labels_saved: Saving
    guard: Guard | None


@dataclass(frozen=True, kw_only=True)
class Measured(BesideRandom):
    """What a measurement found of a round, beside the point of the curve."""

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
    """How likely the released head is right, in the pool."""
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


def of_older(row: dict[str, Any]) -> dict[str, Any]:
    """A row with what rounds that an earlier version measured may lack."""
    classes = [_LATER_OF_CLASS | each for each in row.get("per_class", [])]
    whole = _LATER | row | {"per_class": classes}
    whole["outlooks"] = {
        metric: ahead for metric, ahead in whole["outlooks"].items() if not _outdated(ahead)
    }
    saving = whole["labels_saved"]
    labels, reason = saving.get("labels", saving.get("found")), saving["reason"]
    if labels:  # beside them stood that they might be more than could be told
        labels, reason = _LATER_OF_SAVING | labels, None
    whole["labels_saved"] = {"labels": labels, "reason": reason}
    return whole


def _outdated(ahead: Mapping[str, Any]) -> bool:
    """Whether it has a reason that isn't one any more: the next measurement knows better."""
    why = ahead["reason"]
    return why is not None and why["code"] not in _REASONS


_REASONS = frozenset(code.value for code in ReasonCode)
_LATER_OF_SAVING = dict.fromkeys(
    ("upper", "low", "high", "likely_low", "likely_high", "audits_to_tell")
)
_LATER: dict[str, Any] = {
    "n_effective": 0.0,
    "note": None,
    "strata": [],
    "evaluation": None,
    "random": {"points": []},
    "labels_saved": {"labels": None, "reason": None},
    "calibration": {"slope": AS_STATED.slope, "shift": AS_STATED.shift},
    "pool_calibration": None,
    "outlooks": {},
    "gain": None,
    "confusion": [],
    "confidence": [],
    "groups": [],
    "chosen": [],
    "guard": None,
}
_LATER_OF_CLASS = {
    "named": 0,
    "precision": None,
    "precision_low": 0.0,
    "precision_high": 1.0,
    "share_high": 1.0,
    "predicted": None,
    "expected": None,
}


@dataclass(frozen=True)
class Interval:
    """A figure with its interval of 95 %."""

    value: float | None
    low: float
    high: float


InPart = dict[Metric, Interval]
"""Figures that count what is right of an answer, or of a class."""
