from datetime import datetime
from typing import Any

from sqlmodel import SQLModel

from service.models.base import foreign_key, json_field


class Comparison(SQLModel, table=True):
    """What other strategies would have reached on a project's labels; a later one replaces it."""

    __tablename__ = "comparison"

    project_id: int = foreign_key("project.id", primary_key=True)
    labels: int
    """Settled labels that there were."""
    strategy: str
    """The project's own then, with its version."""
    items: int
    """Labelled items in the pool of a campaign; the others were scored on."""
    budget: int
    """Labels of a campaign."""
    candidates: list[dict[str, Any]] = json_field()
    """Strategy, area, difference to the project's own, whether it is better; the own one first."""
    cpu_seconds: float
    made_at: datetime
