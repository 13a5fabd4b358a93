from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.kit.fields import Response
from service.reasons import Reason


class DifferenceResponse(Response):
    value: float
    low: float
    high: float


class CandidateResponse(Response):
    """What a strategy reached on the project's labels."""

    strategy: str
    area: Annotated[float, Field(description="Mean accuracy over the course of its campaigns.")]
    difference: Annotated[
        DifferenceResponse | None,
        Field(description="To the area of the project's own; null for that."),
    ]
    is_better: bool


class ComparisonResponse(Response):
    verdict: str
    caveat: str
    strategy: Annotated[str, Field(description="The project's own when it was made.")]
    labels: Annotated[int, Field(description="Settled labels that there were.")]
    items: Annotated[int, Field(description="In the pool of a campaign; others were scored on.")]
    budget: Annotated[int, Field(description="Labels of a campaign.")]
    splits: int
    level: Annotated[float, Field(description="Of the intervals, all of them together.")]
    candidates: list[CandidateResponse]
    cpu_seconds: float
    made_at: datetime


class LastComparisonResponse(Response):
    comparison: ComparisonResponse | None
    reason: Annotated[Reason | None, Field(description="Why there is none.")]
