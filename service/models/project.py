import secrets
from datetime import datetime

from sqlmodel import Field, SQLModel

from service.core.acquisition.audit_schedule import Audits
from service.core.evaluation.metric import Metric
from service.models.base import foreign_key, json_field, now, primary_key, text_enum
from service.vocabulary import ProjectState

SECRET_BITS = 128


def new_secret() -> str:
    return str(secrets.randbits(SECRET_BITS))


class Project(SQLModel, table=True):
    """One labelling job. What it has of everything, as people see it, is in its counters."""

    __tablename__ = "project"

    id: int = primary_key()
    name: str
    answer_kind: str = "single_label"
    guidelines: str = ""
    strategy: str = "auto"
    batch_size: int = 10
    round_every: int = 5
    audits: Audits = text_enum(Audits, default=Audits.BALANCED)
    overlap: int = 1
    relabel: bool = False
    """Whether a label is asked for once more, of another person, where that pays."""
    suggestions: bool | None = None
    """Whether they are shown; null: by the number of classes."""
    columns: list[str] = json_field(default_factory=list)
    """Of the rows' data, those that are shown with the texts, in order."""
    lease_seconds: int = 1800
    seed: int
    """Of all draws that a round can be replayed by; for engineers."""
    audit_secret: str = Field(default_factory=new_secret, repr=False, exclude=True)
    """What decides which items are audited, and when: a number in decimal digits. It leaves the
    database by no way: who knows it knows which answers count."""
    currency: str = Field(default="EUR", max_length=3)
    """Of prices and costs, by ISO 4217."""
    price_per_hour: float | None = None
    price_per_label: float | None = None
    metric: Metric = text_enum(Metric, default=Metric.ACCURACY)
    """What the target is of, and the curve and the light go by."""
    target: float | None = None
    stop_level: float = 0.9
    """How sure the light is that says the target is reached."""
    value_per_point: float | None = None
    """What a point of the metric is worth, in the currency of the prices."""
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
