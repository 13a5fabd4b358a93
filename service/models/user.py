from datetime import datetime

from sqlmodel import Field, SQLModel

from service.models.base import now, primary_key, text_enum
from service.vocabulary import Role, UserState


class User(SQLModel, table=True):
    __tablename__ = "user"

    id: int = primary_key()
    name: str
    password_hash: str | None = None
    role: Role = text_enum(Role, default=Role.ANNOTATOR)
    state: UserState = text_enum(UserState, default=UserState.ACTIVE)
    created_at: datetime = Field(default_factory=now)
