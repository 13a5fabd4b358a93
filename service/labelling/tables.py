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
    now,
    nullable_json,
    partial_index,
    partial_unique,
    primary_key,
    text_enum,
)
from service.kit.vocabulary import AssignmentState, Source


class Assignment(SQLModel, table=True):
    """An item offered to one annotator: a lease and its provenance."""

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
    """The round that ranked it; null for what went out before the first."""
    source: Source = text_enum(Source)
    strategy: str
    score: float | None = None
    probability: float | None = None
    """Proposal probability; null unless the item was drawn at random."""
    stratum_size: int | None = None
    hunted_class_id: int | None = foreign_key("label_class.id", nullable=True)
    """The class that it may be of, where one with few labels was looked for."""
    suggestions: list[Any] | None = nullable_json()
    suggested_by: str | None = None
    suggestions_shown: bool | None = None
    """As the ranking had them: what was shown with the item, or withheld by chance."""
    leased_at: datetime
    expires_at: datetime
    ended_at: datetime | None = None
    state: AssignmentState = text_enum(AssignmentState, default=AssignmentState.LEASED)
    skip_reason: str | None = None
    came_back: bool = False
    """It ended without an answer, and its item waits to go out again: see `return_statements`."""


class Annotation(SQLModel, table=True):
    """One annotator's answer to one item. Append-only: a change or retraction is recorded.

    `answered_at` is the client's clock, clamped to the lease and our own; it is never used
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
    """Made by the client, so that sending twice is harmless."""
    project_id: int = foreign_key("project.id")
    item_id: int = foreign_key("item.id", index=True)
    user_id: int = foreign_key("user.id")
    assignment_id: int | None = foreign_key("assignment.id", nullable=True, index=True)
    import_id: int | None = foreign_key("import.id", nullable=True)
    """The import it came with, as a known answer; null when someone gave it here."""
    answer: list[Any] = json_field()
    """As its kind writes it. What is asked by class goes by `AnnotationClass`."""
    live: bool = True
    superseded_by: UUID | None = None
    retracted_at: datetime | None = None
    set_aside_at: datetime | None = None
    """When somebody who runs the project had it count no longer, with all that its author said."""
    late: bool = False
    unasked: bool = False
    """Whoever gave it was never offered the item, had seen what a model thinks of it, or is a
    program: kept, but it is no audit answer, and it counts only as long as nobody was asked."""
    body_hash: str
    shown_at: datetime | None = None
    first_input_at: datetime | None = None
    answered_at: datetime
    received_at: datetime
    active_seconds: float | None = None


class AnnotationClass(SQLModel, table=True):
    """A class that an annotation names. Written with it, and like it for good."""

    __tablename__ = "annotation_class"
    __table_args__ = (WITHOUT_ROWID,)

    annotation_id: UUID = foreign_key("annotation.id", kind=Uuid, primary_key=True)
    class_id: int = foreign_key("label_class.id", primary_key=True, index=True)


class Note(SQLModel, table=True):
    """A flag or a comment on an item, what was said to it, and whether it is done with."""

    __tablename__ = "note"
    __table_args__ = (
        partial_index("ix_note_open", "project_id", "id", where="resolved_at IS NULL"),
        partial_index(
            "ix_note_unread",
            *("project_id", "user_id"),
            where="replied_at IS NOT NULL AND reply_read_at IS NULL",
        ),
    )

    id: int = primary_key()
    project_id: int = foreign_key("project.id", index=True)
    item_id: int = foreign_key("item.id", index=True)
    user_id: int = foreign_key("user.id")
    kind: str
    text: str = ""
    created_at: datetime = Field(default_factory=now)
    resolved_at: datetime | None = None
    resolved_by: int | None = foreign_key("user.id", nullable=True)
    reply: str = ""
    """What an engineer says to whoever wrote it; empty: nothing."""
    replied_at: datetime | None = None
    replied_by: int | None = foreign_key("user.id", nullable=True)
    reply_read_at: datetime | None = None
    """When its author had read the reply."""


ANNOTATIONS = metadata.tables["annotation"]
ANNOTATION_CLASSES = metadata.tables["annotation_class"]
ASSIGNMENTS = metadata.tables["assignment"]
NOTES = metadata.tables["note"]
