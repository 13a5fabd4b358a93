"""What other strategies would have reached on a project's own labels."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.kit.reasons import Reason


@dataclass(frozen=True)
class AreaDifference:
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class CandidateResult:
    """What a strategy reached on the project's labels."""

    strategy: str
    area: Annotated[float, Field(description="Mean accuracy over the course of its campaigns.")]
    difference: Annotated[
        AreaDifference | None,
        Field(description="To the area of the project's own; null for that."),
    ]
    is_better: bool


@dataclass(frozen=True, kw_only=True)
class ComparisonResult:
    verdict: str
    caveat: str
    strategy: Annotated[str, Field(description="The project's own when it was made.")]
    labels: Annotated[int, Field(description="Settled labels that there were.")]
    items: Annotated[int, Field(description="In the pool of a campaign; others were scored on.")]
    budget: Annotated[int, Field(description="Labels of a campaign.")]
    splits: int
    level: Annotated[float, Field(description="Of the intervals, all of them together.")]
    candidates: Sequence[CandidateResult]
    cpu_seconds: float
    made_at: datetime


@dataclass(frozen=True)
class LastComparison:
    comparison: ComparisonResult | None
    reason: Annotated[Reason | None, Field(description="Why there is none.")]
