"""What people are asked, and what they answer."""

from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Index, Uuid
from sqlmodel import Field, SQLModel

from service.db.columns import (
    WITHOUT_ROWID,
    foreign_key,
    json_field,
    metadata,
    nullable_json,
    partial_index,
    partial_unique,
    primary_key,
    text_enum,
)
from service.kit.vocabulary import AssignmentState, Source


class Assignment(SQLModel, table=True):
    """An item offered to one annotator: a lease and where the item came from."""

    __tablename__ = "assignment"
    __table_args__ = (
        partial_unique(
            "uq_assignment_item_id_slot",
            "item_id",
            "slot",
            where="state IN ('leased', 'answered')",
        ),
        partial_unique(
            "uq_assignment_item_id_user_id",
            "item_id",
            "user_id",
            # Who imports known answers may have the item on lease, or have skipped it.
            where="state IN ('leased', 'answered', 'skipped') AND source != 'import'",
        ),
        partial_index("ix_assignment_open", "project_id", "expires_at", where="state = 'leased'"),
        partial_index("ix_assignment_skipped", "project_id", where="state = 'skipped'"),
        partial_index("ix_assignment_came_back", "project_id", "id", where="came_back"),
        partial_index(
            "ix_assignment_suggested",
            "project_id",
            "suggestions_shown",
            "id",
            where="suggestions_shown IS NOT NULL",
        ),
        partial_index(
            "ix_assignment_hunted", "hunted_class_id", where="hunted_class_id IS NOT NULL"
        ),
        Index("ix_assignment_project_id_source", "project_id", "source"),
        Index("ix_assignment_item_id_user_id", "item_id", "user_id"),
    )

    id: int = primary_key()
    project_id: int = foreign_key("project.id")
    item_id: int = foreign_key("item.id")
    user_id: int = foreign_key("user.id")
    slot: int = 0
    """0 to overlap - 1 for people; -1 for a known answer that came with an import."""
    round: int | None = None
    """The round that ranked it; null if it went out before the first round."""
    source: Source = text_enum(Source)
    strategy: str
    score: float | None = None
    probability: float | None = None
    """The probability with which it was proposed; null unless it was drawn at random."""
    stratum_size: int | None = None
    hunted_class_id: int | None = foreign_key("label_class.id", nullable=True)
    """The class that it may have, if a class with few labels was looked for."""
    suggestions: list[Any] | None = nullable_json()
    suggested_by: str | None = None
    suggestions_shown: bool | None = None
    """Whether suggestions were shown with the item; false: chance withheld them."""
    leased_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    state: AssignmentState = text_enum(AssignmentState, default=AssignmentState.LEASED)
    skip_reason: str | None = None
    came_back: bool = False
    """Whether its item came back, and waits to go out again: see `return_statements`."""


class Annotation(SQLModel, table=True):
    """One annotator's answer to one item. Append-only: a change or retraction is recorded.

    `answered_at` is the client's clock, limited to the lease and our own clock. It is never used
    for order.
    """

    __tablename__ = "annotation"
    __table_args__ = (
        partial_unique("uq_annotation_live", "item_id", "user_id", where="live"),
        # People's are those without an import: one may have brought a million more.
        Index("ix_annotation_given", "import_id", "project_id", "user_id", "received_at"),
        partial_index(
            "ix_annotation_set_aside",
            *("project_id", "user_id"),
            where="set_aside_at IS NOT NULL",
        ),
    )

    id: UUID = Field(primary_key=True)
    """An id made by the client, so that sending twice is harmless."""
    project_id: int = foreign_key("project.id")
    item_id: int = foreign_key("item.id", index=True)
    user_id: int = foreign_key("user.id")
    assignment_id: int | None = foreign_key("assignment.id", nullable=True, index=True)
    import_id: int | None = foreign_key("import.id", nullable=True)
    """The import that it came with, as a known answer; null if a person gave it here."""
    answer: list[Any] = json_field()
    """The answer as its kind stores it. Queries by class use `AnnotationClass`."""
    live: bool = True
    superseded_by: UUID | None = None
    retracted_at: datetime | None = None
    set_aside_at: datetime | None = None
    """The time when an engineer set aside all that its author had answered."""
    late: bool = False
    unasked: bool = False
    """Whether its author was never offered the item, had seen a prediction for it, or is a program.

    The answer is kept, but it is no audit answer. It counts only as long as nobody was asked.
    """
    body_hash: str
    shown_at: datetime | None = None
    first_input_at: datetime | None = None
    answered_at: datetime
    received_at: datetime
    active_seconds: float | None = None


class AnnotationClass(SQLModel, table=True):
    """A class that an annotation names. It is written with the annotation, and never changes."""

    __tablename__ = "annotation_class"
    __table_args__ = (WITHOUT_ROWID,)

    annotation_id: UUID = foreign_key("annotation.id", kind=Uuid, primary_key=True)
    class_id: int = foreign_key("label_class.id", primary_key=True, index=True)


ANNOTATIONS = metadata.tables["annotation"]
ANNOTATION_CLASSES = metadata.tables["annotation_class"]
ASSIGNMENTS = metadata.tables["assignment"]
