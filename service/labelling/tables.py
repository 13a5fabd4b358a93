from datetime import datetime

from sqlmodel import Field, SQLModel

from service.db.columns import (
    foreign_key,
    metadata,
    now,
    partial_index,
    primary_key,
)


class Note(SQLModel, table=True):
    """A flag or a comment on an item, with the reply to it and whether it is resolved."""

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
    """An engineer's reply to the author; empty: none."""
    replied_at: datetime | None = None
    replied_by: int | None = foreign_key("user.id", nullable=True)
    reply_read_at: datetime | None = None
    """The time when the author had read the reply."""


NOTES = metadata.tables["note"]
