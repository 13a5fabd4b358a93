"""What the service's own predictions said, day by day. Of the texts only counts are kept."""

from collections.abc import Sequence
from dataclasses import dataclass

from sqlmodel import Field, SQLModel

from service.db.columns import foreign_key, metadata, typed_json


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

    project_id: int = foreign_key("project.id", primary_key=True)
    round: int = Field(primary_key=True)
    """Its number."""
    day: int = Field(primary_key=True)
    """The day (UTC), by its ordinal."""
    pool: Tally = typed_json(Tally)
    """What this model says of the pool."""
    used: Tally = typed_json(Tally)


DAYS_OF_USE = metadata.tables["day_of_use"]
