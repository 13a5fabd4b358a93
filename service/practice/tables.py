"""What somebody practises, as far as it has to be remembered."""

from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from service.db.columns import WITHOUT_ROWID, foreign_key, json_field, metadata, nullable_json


class PracticeText(SQLModel, table=True):
    """A settled text in somebody's practice round.

    They are told its label, so it is never asked of them for real.
    """

    __tablename__ = "practice_text"
    __table_args__ = (
        Index("ix_practice_text_round", "project_id", "user_id", "place"),
        WITHOUT_ROWID,
    )

    item_id: int = foreign_key("item.id", primary_key=True)
    user_id: int = foreign_key("user.id", primary_key=True)
    project_id: int = foreign_key("project.id")
    place: int
    """In the round, from 0."""
    settled: list[Any] = json_field()
    """The item's label when it was chosen, as its kind of answer writes it."""
    answer: list[Any] | None = nullable_json()
    """Null until it is answered. An answer may be no class at all, which isn't null."""
    is_right: bool | None = Field(default=None)


PRACTICE_TEXTS = metadata.tables["practice_text"]
