from datetime import datetime
from typing import Any

from sqlalchemy import Index
from sqlmodel import SQLModel

from service.models.base import (
    foreign_key,
    nullable_json,
    partial_index,
    partial_unique,
    primary_key,
    text_enum,
)
from service.vocabulary import AssignmentState, Source


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
