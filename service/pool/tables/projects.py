"""Projects, their views, past settings and counts."""

import secrets
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.db.columns import (
    WITHOUT_ROWID,
    foreign_key,
    json_field,
    metadata,
    now,
    primary_key,
    text_enum,
    typed_json,
)
from service.kit.vocabulary import ProjectState
from service.pool.tables.project_settings import ProjectSettings

SECRET_BITS = 128


def new_secret() -> str:
    return str(secrets.randbits(SECRET_BITS))


class Project(ProjectSettings, table=True):
    """One labelling job. The counts that people see of it are in its counters."""

    __tablename__ = "project"

    id: int = primary_key()
    name: str
    audit_secret: str = Field(default_factory=new_secret, repr=False, exclude=True)
    """The secret that decides which items are audited, and when: a number in decimal digits.

    It never leaves the database, because it tells which answers count.
    """
    state: ProjectState = text_enum(ProjectState, default=ProjectState.ACTIVE)
    paused_reason: str | None = None
    created_by: int | None = foreign_key("user.id", nullable=True)
    created_at: datetime = Field(default_factory=now)

    certifying: bool = False
    """Whether checks are under way: then no prediction of an unlabelled text is shown."""
    classes_version: int = 0
    """A number that rises with every change of classes or guidelines, for open screens to see."""
    next_ordinal: int = 0
    embedded_count: int = 0
    """The number of items with a vector in the main view."""
    round_number: int = 0
    """The number of the next round; round 0 ranks before there are labels."""
    rests_until: datetime | None = None
    """The time before which labels start no round, while several people label."""


class SettingChange(SQLModel, table=True):
    """A new value of a setting on which figures depend, from that time on. Append-only."""

    __tablename__ = "setting_change"

    id: int = primary_key()
    project_id: int = foreign_key("project.id", index=True)
    name: str = Field(max_length=32)
    value: Any = json_field(nullable=False)
    labels: int
    """The number of labels when the setting changed."""
    changed_at: datetime
    changed_by: int | None = foreign_key("user.id", nullable=True)


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Vectors of a random part of the pool, from which rounds choose until all items have one.

    It grows in steps. Views of a project whose parts were drawn together share `drawn`, and so the
    rows of each step.
    """

    drawn: str
    """The blob with the ordinals (n,), in the order in which they are embedded."""
    fingerprint: str
    """The fingerprint of the vectors."""
    vectors: str
    """The blob with the vectors (m, D) of the first rows, up to the last step."""
    arithmetics: list[str] | None
    """The number formats in which the vectors were computed, as a shard names them."""
    steps: list[tuple[int, str]]
    """The number of rows up to each step, with the blob of their graph. The last step has m."""

    @property
    def rows(self) -> int:
        """The number of rows that have a vector."""
        return self.steps[-1][0]

    def files(self) -> list[str]:
        """The blobs that belong to it."""
        return [self.drawn, self.vectors, *(graph for _, graph in self.steps)]


class View(SQLModel, table=True):
    """The vectors of a project's items by one encoder. A project may have several views.

    The first is the main one, in which people search.
    """

    __tablename__ = "view"
    __table_args__ = (UniqueConstraint("project_id", "position"),)

    id: int = primary_key()
    project_id: int = foreign_key("project.id")
    position: int = 0
    encoder: str
    """The encoder as the project names it: `name`, `name:MODEL`, or `own:NAME` if uploaded."""
    fingerprint: str | None = None
    """The fingerprint of the vectors on which rounds work; null before there are any.

    Each upload of own vectors makes another one. When own vectors are deleted their view stays,
    because rounds refer to views by position.
    """
    neighbours: str | None = None
    """The blob with the vectors' neighbour graph; null before all of a first import has vectors."""
    fitted: str | None = None
    """The blob with what the encoder has learnt from the project; null if it has learnt nothing."""
    fitted_on: int | None = None
    """The number of pool items, or labels, that the encoder learnt from."""
    learning_seconds: float = 0.0
    """CPU- and GPU-seconds for learning from labels and embedding the texts again."""
    rests_from: int | None = None
    """The number of labels when the view was put to rest; None while it is awake.

    A view at rest gets no new vectors, and no round uses it.
    """
    watched_from: int = 0
    """The first round whose weight counts for putting the view to rest.

    Earlier weights say nothing: the classes were others, or somebody woke the view later.
    """
    preview: Preview | None = typed_json(Preview)
    """Vectors of some items, while others are still embedded; the last preview stays."""


OWN_VECTORS = "own"


def is_own(encoder: str) -> bool:
    """Whether a view of this encoder has uploaded vectors, `own:NAME`, which no encoder makes."""
    return encoder.partition(":")[0] == OWN_VECTORS


PROJECTS = metadata.tables["project"]
VIEWS = metadata.tables["view"]


class Counter(SQLModel, table=True):
    """A part of a count that people see: the count is the sum of its slots.

    It changes in the same transaction as what it counts. It isn't in the project's row, for which
    all writers would wait on PostgreSQL. Each of a few people has a slot to add to.
    """

    __tablename__ = "counter"
    __table_args__ = (WITHOUT_ROWID,)

    project_id: int = foreign_key("project.id", primary_key=True)
    name: str = Field(max_length=32, primary_key=True)
    """The name of the count, a word of `Counted`."""
    day: int = Field(sa_type=BigInteger, primary_key=True)
    """The day (UTC) that it counts, as an ordinal; 0: all days."""
    key: int = Field(sa_type=BigInteger, primary_key=True)
    """The id of the class or the person that it counts; 0 if there is none."""
    slot: int = Field(sa_type=BigInteger, primary_key=True)
    """A slot for some of those who add to the count. A single slot may be below 0."""
    value: int = Field(sa_type=BigInteger)


COUNTERS = metadata.tables["counter"]
