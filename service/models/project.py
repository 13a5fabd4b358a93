import secrets
from datetime import datetime

from sqlmodel import Field

from service.models.base import foreign_key, now, primary_key, text_enum
from service.models.project_settings import ProjectSettings
from service.vocabulary import ProjectState

SECRET_BITS = 128


def new_secret() -> str:
    return str(secrets.randbits(SECRET_BITS))


class Project(ProjectSettings, table=True):
    """One labelling job. What it has of everything, as people see it, is in its counters."""

    __tablename__ = "project"

    id: int = primary_key()
    name: str
    audit_secret: str = Field(default_factory=new_secret, repr=False, exclude=True)
    """What decides which items are audited, and when: a number in decimal digits. It leaves the
    database by no way: who knows it knows which answers count."""
    state: ProjectState = text_enum(ProjectState, default=ProjectState.ACTIVE)
    paused_reason: str | None = None
    created_by: int | None = foreign_key("user.id", nullable=True)
    created_at: datetime = Field(default_factory=now)

    certifying: bool = False
    """Checks are under way: nothing shows what a model thinks of a text without a label."""
    classes_version: int = 0
    """Goes up with every change of a class or the guidelines: by it an open screen sees that."""
    next_ordinal: int = 0
    embedded_count: int = 0
    """Items with a vector in the view that rounds work on."""
    round_number: int = 0
    """Of the next round; round 0 ranks before there are labels."""
    rests_until: datetime | None = None
    """Labels start no round before: several people give them."""
