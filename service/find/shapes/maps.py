"""The map of a project's texts, as people see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.jobs.shapes import JobStatus
from service.kit.reasons import Reason


@dataclass(frozen=True)
class DrawnMap:
    number: Annotated[int, Field(description="Another one each time: areas name it.")]
    drawn_at: datetime
    items: Annotated[int, Field(description="Texts on it, those that may be audits too.")]
    pool: Annotated[int, Field(description="Texts that had a vector then.")]


@dataclass(frozen=True)
class MapStatus:
    map: DrawnMap | None
    came_since: Annotated[int, Field(description="Texts with a vector that came since.")]
    job: Annotated[JobStatus | None, Field(description="The one that draws it anew, if any.")]
    reason: Annotated[
        Reason | None, Field(description="Why nothing came of the last request, or can't yet.")
    ]


@dataclass(frozen=True, kw_only=True)
class MapPoints:
    """The texts on a map, column by column. What is soon asked is passed over."""

    number: int
    ids: Sequence[int]
    x: Annotated[Sequence[int], Field(description="0 to 65,535; near is alike.")]
    y: Sequence[int]
    classes: Annotated[Sequence[str], Field(description="What `label` and `predicted` count in.")]
    label: Annotated[
        Sequence[int | None],
        Field(description="Its place in `classes`; of several classes the first. Null: none."),
    ]
    predicted: Annotated[
        Sequence[int | None],
        Field(description="The likeliest class. Null also where it might spoil an audit."),
    ]
    confidence: Annotated[
        Sequence[int | None],
        Field(description="Of that, how often such a prediction is right, in percent."),
    ]
    round: Annotated[
        Sequence[int | None], Field(description="That had ranked when the label came; 0: none had.")
    ]
