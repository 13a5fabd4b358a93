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
    number: Annotated[int, Field(description="Number of the map, new each time: areas name it.")]
    drawn_at: datetime
    items: Annotated[
        int, Field(description="Number of texts on the map, with possible audit items.")
    ]
    pool: Annotated[int, Field(description="Number of texts with a vector when the map was drawn.")]


@dataclass(frozen=True)
class MapStatus:
    map: DrawnMap | None
    came_since: Annotated[
        int, Field(description="Number of texts that got a vector after the map was drawn.")
    ]
    job: Annotated[JobStatus | None, Field(description="Job that draws the map again, if any.")]
    reason: Annotated[
        Reason | None,
        Field(description="Reason why the last request failed, or why no map can be drawn yet."),
    ]


@dataclass(frozen=True, kw_only=True)
class MapPoints:
    """The texts on a map, column by column. Items that may soon become audit items are left out."""

    number: int
    ids: Sequence[int]
    x: Annotated[
        Sequence[int],
        Field(description="Horizontal places of the texts, 0 to 65,535; near is alike."),
    ]
    y: Sequence[int]
    classes: Annotated[
        Sequence[str], Field(description="Classes to which `label` and `predicted` refer.")
    ]
    label: Annotated[
        Sequence[int | None],
        Field(description="Place of each label in `classes`, the first of several; null: none."),
    ]
    predicted: Annotated[
        Sequence[int | None],
        Field(
            description="Place of the likeliest class in `classes`; null also if it might spoil an "
            "audit."
        ),
    ]
    confidence: Annotated[
        Sequence[int | None],
        Field(description="Percentage of such predictions that are right."),
    ]
    round: Annotated[
        Sequence[int | None],
        Field(description="Number of the last round before the label; 0: none."),
    ]
