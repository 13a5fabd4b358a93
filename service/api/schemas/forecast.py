from datetime import date
from typing import Annotated

from pydantic import Field

from service.kit.fields import Response
from service.reasons import Reason


class WholeRangeResponse(Response):
    low: int
    estimate: int
    high: int


class RangeResponse(Response):
    low: float
    estimate: float
    high: float


class DatesResponse(Response):
    low: date
    estimate: date
    high: date


class ConePointResponse(Response):
    """The model's accuracy with so many labels."""

    labels: int
    low: float
    estimate: float
    high: float


class ForecastResponse(Response):
    """When the target is reached, supposing that 5 times today's labels or the pool are enough."""

    target: float
    level: Annotated[float, Field(description="Of the ranges and of the cone.")]
    labels: Annotated[WholeRangeResponse, Field(description="In all.")]
    more_labels: Annotated[WholeRangeResponse, Field(description="Still to be given.")]
    seconds: Annotated[
        RangeResponse | None,
        Field(description="Of people, at the median of their last 50 answers each."),
    ]
    cost: Annotated[
        RangeResponse | None, Field(description="In the currency of the project's prices.")
    ]
    date: Annotated[DatesResponse | None, Field(description="In UTC, at the pace of 7 days.")]
    reached: Annotated[
        float, Field(description="The probability that today's labels are enough already.")
    ]
    within: Annotated[
        float,
        Field(description="The probability that 5 times as many are, or the whole pool."),
    ]
    cone: Annotated[
        list[ConePointResponse], Field(description="From today's labels on, to 5 times as many.")
    ]
    reasons: Annotated[list[Reason], Field(description="Why seconds, cost or a date are null.")]


class AskedForecastResponse(Response):
    forecast: ForecastResponse | None
    reason: Annotated[Reason | None, Field(description="Why there is none.")]
