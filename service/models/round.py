from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import SQLModel

from service.core.acquisition.audit_schedule import Audits
from service.models.base import foreign_key, json_field, primary_key, text_enum, typed_json
from service.models.measured import Measured, of_older


class Round(SQLModel, table=True):
    """Fit, score, rank, swap; with all it takes to replay it. Measuring fills `metrics`."""

    __tablename__ = "round"
    __table_args__ = (UniqueConstraint("project_id", "number"),)

    id: int = primary_key()
    project_id: int = foreign_key("project.id")
    number: int
    trigger: str
    label_count: int
    audit_count: int
    skipped: int = 0
    """Rounds since the last one that labels would have started, and that rested: it has these."""
    handed_out: int
    """The project's hand-outs before its swap."""
    strategy: str
    audits: Audits | None = text_enum(Audits, default=None, nullable=True)
    """The schedule of its ranking; None of rounds from before there were schedules."""
    settings_as_of: int | None = foreign_key("setting_change.id", nullable=True)
    """The last change of a setting that it knew."""
    encoder_fingerprint: str | None = None
    """Of the first view that it read."""
    views: list[dict[str, Any]] = json_field(default_factory=list)
    """What it read, the first view first: `position` in the project, `encoder`, `fingerprint`,
    `arithmetics` in which its vectors were computed, and `weight`, how much its head goes by it,
    each null where that isn't known. Empty in rounds from before there were several."""
    head: str | None = None
    compute: str = "numpy"
    """What fitted and scored."""
    class_ids: list[int] = json_field()
    seed: int
    length: int
    random_share: float = 0.0
    """Of what was no audit so much was drawn at random: the strategy's picks had taught less."""
    wait_seconds: float
    seconds: dict[str, float] = json_field()
    """Seconds by phase; `total` is from start to swap."""
    cpu_seconds: float
    gpu_seconds: float = 0.0
    started_at: datetime
    swapped_at: datetime
    measured_at: datetime | None = None
    folds: int | None = None
    """That its audit items were dealt to, to be predicted by heads that haven't seen them."""
    metrics: Measured | None = typed_json(Measured, of_older)
    """What was measured of it, but for what the curve is drawn of: that is its `Figure`, which SQL
    orders and filters, and of which hundreds are read at once."""
    artefacts: dict[str, str] = json_field(default_factory=dict)
