from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from service.models.base import foreign_key, json_field, primary_key


class SettingChange(SQLModel, table=True):
    """A setting of a project that its figures depend on, as it was from then on. Append-only."""

    __tablename__ = "setting_change"

    id: int = primary_key()
    project_id: int = foreign_key("project.id", index=True)
    name: str = Field(max_length=32)
    value: Any = json_field(nullable=False)
    labels: int
    """That there were then."""
    changed_at: datetime
    changed_by: int | None = foreign_key("user.id", nullable=True)
