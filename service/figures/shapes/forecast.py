"""What a target still takes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Annotated

from pydantic import Field

from service.core.evaluation.savings.forecast import Range
from service.kit.reasons import Reason


@dataclass(frozen=True)
class LabelRange:
    low: int
    estimate: int
    high: int


@dataclass(frozen=True)
class DateRange:
    low: date
    estimate: date
    high: date


@dataclass(frozen=True)
class ConePoint:
    """The model's accuracy with so many labels."""

    labels: int
    low: float
    estimate: float
    high: float


@dataclass(frozen=True, kw_only=True)
class TargetForecast:
    """When the target is reached, supposing that 5 times today's labels or the pool are enough."""

    target: float
    level: Annotated[float, Field(description="Of the ranges and of the cone.")]
    labels: Annotated[LabelRange, Field(description="In all.")]
    more_labels: Annotated[LabelRange, Field(description="Still to be given.")]
    seconds: Annotated[
        Range | None,
        Field(description="Of people, at the median of their last 50 answers each."),
    ]
    cost: Annotated[Range | None, Field(description="In the currency of the project's prices.")]
    date: Annotated[DateRange | None, Field(description="In UTC, at the pace of 7 days.")]
    reached: Annotated[
        float, Field(description="The probability that today's labels are enough already.")
    ]
    within: Annotated[
        float,
        Field(description="The probability that 5 times as many are, or the whole pool."),
    ]
    cone: Annotated[
        Sequence[ConePoint], Field(description="From today's labels on, to 5 times as many.")
    ]
    reasons: Annotated[Sequence[Reason], Field(description="Why seconds, cost or a date are null.")]


@dataclass(frozen=True)
class LastForecast:
    forecast: TargetForecast | None
    reason: Annotated[Reason | None, Field(description="Why there is none.")]
