from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import JSON, Index, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.db.columns import (
    WITHOUT_ROWID,
    foreign_key,
    json_field,
    metadata,
    partial_index,
    primary_key,
    text_enum,
)
from service.kit.vocabulary import LabelState, Source


class Label(SQLModel, table=True):
    """The answer of an item: the latest decision that stands, else what its answers come to."""

    __tablename__ = "label"
    __table_args__ = (
        Index("ix_label_project_id_ordinal", "project_id", "ordinal"),
        Index("ix_label_labelled", "project_id", "labelled_at", "ordinal"),
        partial_index("ix_label_unasked", "project_id", where="NOT asked"),
        partial_index("ix_label_unfinished", "project_id", "place", where="state = 'provisional'"),
        partial_index("ix_label_shared", "project_id", "place", where="people > 1"),
        # By the decision too, which none of them has: else it is no better than the first one.
        partial_index(
            "ix_label_disputed",
            *("project_id", "decided_as", "ordinal"),
            where="disputed",
        ),
    )

    item_id: int = foreign_key("item.id", primary_key=True)
    project_id: int = foreign_key("project.id")
    ordinal: int
    answer: list[Any] = json_field()
    """As its kind writes it. What is asked by class goes by `ItemClass`."""
    state: LabelState = text_enum(LabelState)
    confidence: float
    votes: dict[str, Any] = json_field()
    asked: bool = True
    """Answers that people were asked for, or that came with a file, come to one. Under a decision
    too: what it says was not asked, and makes no audit answer."""
    people: int = 0
    """Who answered it when asked: where two and more did, it can be seen whether people agree."""
    disputed: bool = False
    """The answers to it that count are not all the same."""
    truth: list[Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """What those come to where a decision says something else: what audits measure by."""
    decided_as: Source | None = text_enum(Source, default=None, nullable=True)
    """Where the decision was made; null without one."""
    decided_by: int | None = foreign_key("user.id", nullable=True)
    labelled_at: datetime | None = None
    """When the last of what it follows from arrived."""
    place: float | None = None
    """Where its item stands among those that need one more answer. By nothing that was said: who
    is asked next must not read a colleague's answers from the order. Null for a known answer."""


class ItemClass(SQLModel, table=True):
    """A class that an item's label names; kept up to date with it."""

    __tablename__ = "item_class"
    __table_args__ = (WITHOUT_ROWID,)

    item_id: int = foreign_key("label.item_id", primary_key=True)
    class_id: int = foreign_key("label_class.id", primary_key=True, index=True)


class Decision(SQLModel, table=True):
    """What somebody with insight set as an item's label, over what annotators answered.

    Append-only: the latest one that stands is the label; undone ones stay on record.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("batch", "item_id"),
        partial_index("ix_decision_live", "item_id", where="live"),
        partial_index("ix_decision_of_person", "project_id", "user_id", "created_at", where="live"),
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


DECISIONS = metadata.tables["decision"]
DECISION_CLASSES = metadata.tables["decision_class"]
ITEM_CLASSES = metadata.tables["item_class"]
LABELS = metadata.tables["label"]
