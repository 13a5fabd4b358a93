from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from service.models.base import foreign_key, nullable_json, text_enum
from service.vocabulary import Source


class Ranking(SQLModel, table=True):
    """The ordered items waiting to be handed out; replaced whole by the round that writes it."""

    __tablename__ = "ranking"
    __table_args__ = (UniqueConstraint("item_id"),)

    project_id: int = foreign_key("project.id", primary_key=True)
    position: int = Field(primary_key=True)
    item_id: int = foreign_key("item.id")
    source: Source = text_enum(Source)
    strategy: str
    score: float | None = None
    probability: float | None = None
    stratum_size: int | None = None
    round: int | None = None
    hunted_class_id: int | None = foreign_key("label_class.id", nullable=True)
    """The class that it may be of, where one with few labels is looked for."""
    suggestions: list[Any] | None = nullable_json()
    """[[class id, probability], ...], likeliest first; null where there are none to be shown."""
    suggested_by: str | None = None
    """The model that they are of."""
    suggestions_shown: bool | None = None
    """False: withheld, by chance."""
