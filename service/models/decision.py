from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.models.base import (
    WITHOUT_ROWID,
    foreign_key,
    json_field,
    partial_index,
    primary_key,
    text_enum,
)
from service.vocabulary import Source


class Decision(SQLModel, table=True):
    """What somebody with insight set as an item's label, over what annotators answered.

    Append-only: the latest one that stands is the label; undone ones stay on record.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("batch", "item_id"),
        partial_index("ix_decision_live", "item_id", where="live"),
    )

    id: int = primary_key()
    batch: UUID
    """Made by the client: what one undo takes back."""
    project_id: int = foreign_key("project.id")
    item_id: int = foreign_key("item.id", index=True)
    user_id: int = foreign_key("user.id")
    answer: list[Any] = json_field()
    """As its kind writes it. What is asked by class goes by `DecisionClass`."""
    before: list[Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The label as it was; null where there was none."""
    source: Source = text_enum(Source)
    live: bool = True
    created_at: datetime
    undone_at: datetime | None = None


class DecisionClass(SQLModel, table=True):
    """A class that a decision names. Written with it, and like it for good."""

    __tablename__ = "decision_class"
    __table_args__ = (WITHOUT_ROWID,)

    decision_id: int = foreign_key("decision.id", primary_key=True)
    class_id: int = foreign_key("label_class.id", primary_key=True, index=True)
