"""Comparisons of today's texts with a project's, and by day what the model said of those in use."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field as Described
from sqlmodel import Field, SQLModel

from service.db.columns import STAYS, foreign_key, metadata, primary_key, typed_json


@dataclass(frozen=True)
class Compared:
    """A mean over texts of the pool, and over the texts that were sent."""

    pool: float
    now: float
    p_value: Annotated[
        float,
        Described(
            description="Probability of such a difference by chance, corrected for the number of "
            "comparisons (Holm)."
        ),
    ]
    changed: Annotated[bool, Described(description="Whether `p_value` is below 1 %.")]


@dataclass(frozen=True, kw_only=True)
class Checked:
    """How often the model is right on texts of today."""

    checks: int
    right: Annotated[
        int,
        Described(
            description="Number of texts predicted right: all of their classes, and no other."
        ),
    ]
    share: float
    low: Annotated[float, Described(description="Lower end of the 95 % interval of `share`.")]
    high: float
    pool: Annotated[
        float | None,
        Described(
            description="Estimated accuracy on the project's texts; null with too few audit items."
        ),
    ]
    lost: Annotated[float | None, Described(description="Loss of accuracy: `pool` less `share`.")]
    lost_low: Annotated[
        float | None, Described(description="Lower end of the 95 % interval of `lost`.")
    ]
    lost_high: float | None
    worse: Annotated[
        bool, Described(description="Whether the whole interval of `lost` is above 0.")
    ]


class DriftRecord(SQLModel, table=True):
    """A comparison without its texts, and what fresh checks of them said."""

    __tablename__ = "drift_record"

    id: int = primary_key()
    project_id: int = foreign_key("project.id", index=True)
    round: int
    """The number of the one whose model it was."""
    texts: int
    changed: bool
    classes_changed: int
    """Classes whose share has."""
    confidence: Compared | None = typed_json(Compared)
    similarity: Compared = typed_json(Compared)
    checked: Checked | None = typed_json(Checked)
    compared_at: datetime
    compared_by: int | None = foreign_key("user.id", nullable=True)


@dataclass(frozen=True)
class Tally:
    """Texts by what a model says of them."""

    texts: int
    classes: Sequence[tuple[int, int]]
    """Ids of classes, and how many texts are said to have each."""
    confidence: Sequence[int] | None
    """By how likely the prediction is right, in equally wide bins; None where a text may have
    several classes."""


class DayOfUse(SQLModel, table=True):
    """A day on which the model of a round was asked about texts that the pool doesn't have."""

    __tablename__ = "day_of_use"
    __table_args__ = {"info": {STAYS: "the new service is asked about texts of its own"}}

    project_id: int = foreign_key("project.id", primary_key=True)
    round: int = Field(primary_key=True)
    """Its number."""
    day: int = Field(primary_key=True)
    """The day (UTC), by its ordinal."""
    pool: Tally = typed_json(Tally)
    """What this model says of the pool."""
    used: Tally = typed_json(Tally)


DAYS_OF_USE = metadata.tables["day_of_use"]
