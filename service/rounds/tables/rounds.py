from datetime import datetime
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from service.core.acquisition.audit import Audits
from service.db.columns import (
    WITHOUT_ROWID,
    foreign_key,
    json_field,
    metadata,
    nullable_json,
    primary_key,
    text_enum,
    typed_json,
)
from service.kit.vocabulary import Source
from service.rounds.tables.measured import InPart, Measured


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
    audits: Audits = text_enum(Audits)
    """The schedule of its ranking."""
    settings_as_of: int | None = foreign_key("setting_change.id", nullable=True)
    """The last change of a setting that it knew."""
    encoder_fingerprint: str | None = None
    """Of the first view that it read."""
    views: list[dict[str, Any]] = json_field(default_factory=list)
    """What it read, the first view first: `position` in the project, `encoder`, `fingerprint`,
    `arithmetics` in which its vectors were computed, and `weight`, how much its head goes by it,
    each null where that isn't known. Empty where none had read all texts yet."""
    chosen_from: dict[str, Any] | None = nullable_json()
    """A part of the texts, drawn at random, while others were still read; None: all. `texts` is how
    many, `views` are those that had read them, as above. Those above had read all by then: it is
    measured by them."""
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
    metrics: Measured | None = typed_json(Measured)
    """What was measured of it, but for what the curve is drawn of: that is its `Figure`, which SQL
    orders and filters, and of which hundreds are read at once."""
    artefacts: dict[str, str] = json_field(default_factory=dict)


class Ranking(SQLModel, table=True):
    """The ordered items waiting to be handed out; replaced whole by the round that writes it."""

    __tablename__ = "ranking"
    __table_args__ = (UniqueConstraint("item_id"),)

    project_id: int = foreign_key("project.id", primary_key=True)
    position: int = Field(primary_key=True)
    item_id: int = foreign_key("item.id")
    source: Source = text_enum(Source)
    strategy: str
    score: float | None = None
    probability: float | None = None
    stratum_size: int | None = None
    round: int | None = None
    hunted_class_id: int | None = foreign_key("label_class.id", nullable=True)
    """The class that it may be of, where one with few labels is looked for."""
    suggestions: list[Any] | None = nullable_json()
    """[[class id, probability], ...], likeliest first; null where there are none to be shown."""
    suggested_by: str | None = None
    """The model that they are of."""
    suggestions_shown: bool | None = None
    """False: withheld, by chance."""


class Figure(SQLModel, table=True):
    """The point of the curve that a measured round gives."""

    __tablename__ = "figure"

    project_id: int = foreign_key("project.id", primary_key=True)
    round: int = Field(primary_key=True)
    """Its number."""
    strategy: str
    labels: int
    known_answers: int
    """Labels among them that came with files."""
    audit_labels: int
    annotator_seconds: float
    compute_seconds: float
    """CPU and GPU of all jobs until then."""
    estimate: float | None
    """Share of the pool's items that the released head gets right, labelled ones when it hasn't
    seen their labels; null below so many audit items that it would say nothing."""
    low: float
    high: float
    estimator: str
    """The name and version of what estimated it."""
    macro_f1: float | None
    of_sets: InPart | None = typed_json(InPart)
    """By the metrics that count part of an answer; each `value` is null where `estimate` is."""
    test_value: float | None
    """Accuracy on the project's evaluation set, with its interval; null where it has none."""
    test_low: float | None
    test_high: float | None
    test_macro_f1: float | None
    test_items: int | None
    test_of_sets: InPart | None = typed_json(InPart)


class TargetLook(SQLModel, table=True):
    """What the audits of a round showed for certain, however often one looks.

    Kept whether or not there is a target, for one that is set later: heads change, so it can't be
    looked at again.
    """

    __tablename__ = "look"

    project_id: int = foreign_key("project.id", primary_key=True)
    round: int = Field(primary_key=True)
    """Its number."""
    labels: int
    audits: int
    """With a settled label."""
    items: int
    """Of the pool then."""
    shown: dict[str, float] = json_field()
    """By level: the share of the pool that is predicted right, or more."""
    shown_of_sets: dict[str, dict[str, float]] = json_field(default_factory=dict)
    """By the name of each other metric, the same of it."""


class Suggestion(SQLModel, table=True):
    """A class that a model outside thinks likely for an item. What rounds think is in rankings."""

    __tablename__ = "suggestion"
    __table_args__ = (WITHOUT_ROWID,)

    item_id: int = foreign_key("item.id", primary_key=True)
    model: str = Field(primary_key=True, max_length=80)
    class_id: int = foreign_key("label_class.id", primary_key=True, index=True)
    probability: float
    sent_at: datetime


FIGURES = metadata.tables["figure"]
RANKINGS = metadata.tables["ranking"]
SUGGESTIONS = metadata.tables["suggestion"]
