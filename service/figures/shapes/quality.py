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
    """A share with its 95 % interval."""

    value: Annotated[
        float | None, Field(description="Estimated share; null with too few audit items.")
    ]
    low: float
    high: float
    items: Annotated[int, Field(description="Number of audit items that the share rests on.")]


@dataclass(frozen=True, kw_only=True)
class GroupQuality:
    """Classes that the model mixes up, with enough audit items together."""

    class_ids: Sequence[int]
    recall: Annotated[
        QualityShare,
        Field(description="Share of the group's items predicted to have their exact class."),
    ]


@dataclass(frozen=True, kw_only=True)
class MixedUpPair:
    """Two classes that are mixed up."""

    one: int
    other: int
    audit_items: Annotated[
        int, Field(description="Number of audit items of one class, predicted as the other.")
    ]
    labels: Annotated[
        int,
        Field(description="Number of other labelled items of one class, predicted as the other."),
    ]


@dataclass(frozen=True, kw_only=True)
class ClassQuality:
    class_id: int
    name: str
    labels: int
    recall: Annotated[
        QualityShare, Field(description="Share of the class that is predicted right.")
    ]
    precision: Annotated[
        QualityShare, Field(description="Share of predictions of the class that are right.")
    ]
    f1: Annotated[float | None, Field(description="F1 score; null if recall or precision is.")]
    more_labels: Annotated[
        int | None,
        Field(
            description="Estimated number of labels until both figures have enough audit items. "
            "Null if both are there, if no audit item has the class, or if it would be over a "
            "third of the pool."
        ),
    ]
    mostly_taken_for: Annotated[
        int | None,
        Field(
            description="Id of the class that over half of this class's errors are predicted as."
        ),
    ]
    expected_precision: Annotated[
        float | None,
        Field(
            description="Share of predictions of the class that the model itself expects to be "
            "right. Nobody has checked it: it shows which classes to check. Null with fewer than 5 "
            "items, and if an item may have several classes."
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class ConfusedClasses:
    """Audit items of one class that are predicted to have another, or the same."""

    truth: int
    predicted: int
    items: int
    share: Annotated[float, Field(description="Estimated share of the pool.")]


@dataclass(frozen=True, kw_only=True)
class Quality:
    """Quality of the released head of the last measured round, from audit items alone.

    Each audit item is predicted by a head that hasn't seen its label. It is weighted as in the
    estimate of the accuracy.
    """

    round: int | None
    labels: int
    audit_labels: int
    measured_at: datetime | None
    enough: Annotated[int, Field(description="Number of audit items that a single figure needs.")]
    classes: Sequence[ClassQuality]
    confusion: Annotated[
        Sequence[ConfusedClasses],
        Field(description="Pairs of true and predicted class; empty if an item may have several."),
    ]
    groups: Annotated[
        Sequence[GroupQuality],
        Field(
            description="Groups of mixed-up classes, the weakest first; empty if there are none."
        ),
    ]
    pairs: Annotated[
        Sequence[MixedUpPair],
        Field(description="Up to twenty pairs of classes that are mixed up at least twice."),
    ]
    confidence: Annotated[
        Sequence[ConfidenceStep],
        Field(description="Share of right predictions at each level of confidence."),
    ]
    reason: Annotated[Reason | None, Field(description="Reason why figures are missing.")]
