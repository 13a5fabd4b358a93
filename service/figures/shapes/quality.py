"""How good the released head is, class by class."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.core.evaluation.by_class.audit_quality import ConfidenceStep
from service.kit.reasons import Reason


@dataclass(frozen=True, kw_only=True)
class QualityShare:
    """With its interval of 95 %."""

    value: Annotated[float | None, Field(description="Null below `enough` audit items.")]
    low: float
    high: float
    items: Annotated[int, Field(description="Audit items that it rests on.")]


@dataclass(frozen=True, kw_only=True)
class GroupQuality:
    """Classes that the model mixes up, and that have enough audit items together."""

    class_ids: Sequence[int]
    recall: Annotated[
        QualityShare, Field(description="Of their items, those whose very class is predicted.")
    ]


@dataclass(frozen=True, kw_only=True)
class MixedUpPair:
    """Two classes that are taken for each other."""

    one: int
    other: int
    audit_items: Annotated[int, Field(description="Of either, predicted to be of the other.")]
    labels: Annotated[int, Field(description="The same of labels that are no audits.")]


@dataclass(frozen=True, kw_only=True)
class ClassQuality:
    class_id: int
    name: str
    labels: int
    recall: Annotated[QualityShare, Field(description="Of the class, what is predicted so.")]
    precision: Annotated[QualityShare, Field(description="Of what is predicted so, what is right.")]
    f1: Annotated[float | None, Field(description="Null where either is.")]
    more_labels: Annotated[
        int | None,
        Field(
            description="About how many more labels of the project bring the audit items of both "
            "figures, at the share that the class has of them. Null where both are there, where "
            "no audit item is of the class, and where so many would be over a third of the pool."
        ),
    ]
    mostly_taken_for: Annotated[
        int | None,
        Field(description="The class that more than half of its mistaken items are taken for."),
    ]
    expected_precision: Annotated[
        float | None,
        Field(
            description="Of what is predicted so, the share that the model itself expects to be "
            "right. Nobody has checked it: it tells which classes to look at. Null with under 5 "
            "items, and where an item may have several classes."
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class ConfusedClasses:
    """Audit items of one class that are predicted to be of another, or of the same."""

    truth: int
    predicted: int
    items: int
    share: Annotated[float, Field(description="Of the pool, estimated.")]


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Of the released head of the last measured round: figures are from audit items alone.

    Each is predicted by a head that hasn't seen its label, and counts for as many items of the pool
    as in the estimate of the accuracy.
    """

    round: int | None
    labels: int
    audit_labels: int
    measured_at: datetime | None
    enough: Annotated[int, Field(description="So many audit items make a single figure.")]
    classes: Sequence[ClassQuality]
    confusion: Annotated[
        Sequence[ConfusedClasses],
        Field(description="The pairs that occur. Empty where an item may have several classes."),
    ]
    groups: Annotated[
        Sequence[GroupQuality],
        Field(description="The weakest first; empty where no classes make one."),
    ]
    pairs: Annotated[
        Sequence[MixedUpPair],
        Field(description="The twenty that are mixed up most, of those that are at least twice."),
    ]
    confidence: Annotated[
        Sequence[ConfidenceStep],
        Field(description="How often the head is right where it is about as sure."),
    ]
    reason: Annotated[Reason | None, Field(description="Why something is missing.")]
