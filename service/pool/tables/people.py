"""Who there is, and in which projects."""

from datetime import datetime

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from service.db.columns import foreign_key, metadata, now, primary_key, text_enum
from service.kit.vocabulary import Role, UserState


class User(SQLModel, table=True):
    __tablename__ = "user"

    id: int = primary_key()
    name: str
    password_hash: str | None = None
    role: Role = text_enum(Role, default=Role.ANNOTATOR)
    state: UserState = text_enum(UserState, default=UserState.ACTIVE)
    is_program: bool = False
    """Its answers are no person's: see `programs_count` of a project."""
    created_at: datetime = Field(default_factory=now)


class Member(SQLModel, table=True):
    __tablename__ = "member"
    __table_args__ = (UniqueConstraint("project_id", "user_id"),)

    id: int = primary_key()
    project_id: int = foreign_key("project.id")
    user_id: int = foreign_key("user.id", index=True)
    role: Role = text_enum(Role, default=Role.ANNOTATOR)
    adjudicates: bool = False
    """Decides where others' answers to an item differ; engineers may without."""
    created_at: datetime = Field(default_factory=now)


USERS = metadata.tables["user"]
