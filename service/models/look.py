from sqlmodel import Field, SQLModel

from service.models.base import foreign_key, json_field


class Look(SQLModel, table=True):
    """What the audits of a round showed for certain, however often one looks.

    Kept whether or not there is a target, for one that is set later: heads change, so it can't be
    looked at again.
    """

    __tablename__ = "look"

    project_id: int = foreign_key("project.id", primary_key=True)
    round: int = Field(primary_key=True)
    """Its number."""
    labels: int
    audits: int
    """With a settled label."""
    items: int
    """Of the pool then."""
    shown: dict[str, float] = json_field()
    """By level: the share of the pool that is predicted right, or more."""
    shown_of_sets: dict[str, dict[str, float]] = json_field(default_factory=dict)
    """Where an answer is a set of classes: by the name of a metric, the same of it."""
