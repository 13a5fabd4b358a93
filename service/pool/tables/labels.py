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
    """The answer of an item: the latest decision that stands, else the consensus of its answers."""

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
    """The answer as its kind stores it. Queries by class use `ItemClass`."""
    state: LabelState = text_enum(LabelState)
    confidence: float
    votes: dict[str, Any] = json_field()
    asked: bool = True
    """Whether answers that people were asked for, or that came with a file, give a label.

    This holds under a decision too: a decision was not asked for, and makes no audit answer.
    """
    people: int = 0
    """The number of people who answered when asked: with two or more, agreement is known."""
    disputed: bool = False
    """Whether the answers that count differ."""
    truth: list[Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The label that those answers give, if a decision says otherwise: audits measure by it."""
    decided_as: Source | None = text_enum(Source, default=None, nullable=True)
    """Where the decision was made; null without one."""
    decided_by: int | None = foreign_key("user.id", nullable=True)
    labelled_at: datetime | None = None
    """The time of the last answer or decision that it follows from."""
    place: float | None = None
    """The place of its item among those that need one more answer.

    It depends on nothing that was answered: the next person must not guess a colleague's answer
    from the order. Null for a known answer.
    """


class ItemClass(SQLModel, table=True):
    """A class that an item's label names, kept up to date with the label."""

    __tablename__ = "item_class"
    __table_args__ = (WITHOUT_ROWID,)

    item_id: int = foreign_key("label.item_id", primary_key=True)
    class_id: int = foreign_key("label_class.id", primary_key=True, index=True)


class Decision(SQLModel, table=True):
    """A label that somebody with insight set, over what annotators answered.

    Append-only: the latest one that stands is the label. Undone decisions stay on record.
    """

    __tablename__ = "decision"
    __table_args__ = (
        UniqueConstraint("batch", "item_id"),
        partial_index("ix_decision_live", "item_id", where="live"),
        partial_index("ix_decision_of_person", "project_id", "user_id", "created_at", where="live"),
    )

    id: int = primary_key()
    batch: UUID
    """The id of a batch, made by the client: one undo takes back all of it."""
    project_id: int = foreign_key("project.id")
    item_id: int = foreign_key("item.id", index=True)
    user_id: int = foreign_key("user.id")
    answer: list[Any] = json_field()
    """The answer as its kind stores it. Queries by class use `DecisionClass`."""
    before: list[Any] | None = Field(default=None, sa_type=JSON(none_as_null=True))
    """The label before the decision; null if there was none."""
    source: Source = text_enum(Source)
    live: bool = True
    created_at: datetime
    undone_at: datetime | None = None


class DecisionClass(SQLModel, table=True):
    """A class that a decision names. It is written with the decision, and never changes."""

    __tablename__ = "decision_class"
    __table_args__ = (WITHOUT_ROWID,)

    decision_id: int = foreign_key("decision.id", primary_key=True)
    class_id: int = foreign_key("label_class.id", primary_key=True, index=True)


DECISIONS = metadata.tables["decision"]
DECISION_CLASSES = metadata.tables["decision_class"]
ITEM_CLASSES = metadata.tables["item_class"]
LABELS = metadata.tables["label"]
