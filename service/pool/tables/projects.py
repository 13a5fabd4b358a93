"""Projects, their views, what their settings were, and their counts."""

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


@dataclass(frozen=True, kw_only=True)
class Preview:
    """Vectors of a part of the pool, drawn at random, that rounds choose from until all have one.

    It grows in steps. Views of a project that have been drawn for together share `drawn`, and so
    the rows of each step.
    """

    drawn: str
    """The blob with the ordinals (n,) in the order in which they are read."""
    fingerprint: str
    """Of the vectors."""
    vectors: str
    """The blob with those of the first rows (m, D), up to the last step."""
    arithmetics: list[str] | None
    """In which numbers these were computed, as a shard says it."""
    steps: list[tuple[int, str]]
    """Rows of each step, and the blob with the graph of these. The last one has m."""

    @property
    def rows(self) -> int:
        """That have a vector."""
        return self.steps[-1][0]

    def files(self) -> list[str]:
        """Its blobs."""
        return [self.drawn, self.vectors, *(graph for _, graph in self.steps)]


class View(SQLModel, table=True):
    """One way to see a project's items: their vectors by one encoder.

    A project may have several. The first is the main one: what people search by.
    """

    __tablename__ = "view"
    __table_args__ = (UniqueConstraint("project_id", "position"),)

    id: int = primary_key()
    project_id: int = foreign_key("project.id")
    position: int = 0
    encoder: str
    """As the project names it: `name`, `name:MODEL`, or `own:NAME` of vectors that are sent."""
    fingerprint: str | None = None
    """Of the vectors that rounds work on; null before there are any. Each upload of own vectors
    makes another. A view of them stays when they are deleted: rounds name views by position."""
    neighbours: str | None = None
    """The blob with the graph of these; null before all of a first import has vectors."""
    fitted: str | None = None
    """The blob with what its encoder has learnt from the project; null where it learns nothing, or
    not yet."""
    fitted_on: int | None = None
    """What it has learnt from: items of the pool that there were then, or labels."""
    learning_seconds: float = 0.0
    """CPU- and GPU-seconds that learning from labels took, and reading the texts anew."""
    rests_from: int | None = None
    """Labels there were when it went to rest: no more items get vectors of it, and no round reads
    it. None while it is awake."""
    watched_from: int = 0
    """The first round whose weight tells whether it may rest: of other classes, or before somebody
    woke it, weights say nothing of that."""
    preview: Preview | None = typed_json(Preview)
    """Vectors of some items, while others are still read; the last one stays."""


OWN_VECTORS = "own"


def is_own(encoder: str) -> bool:
    """Whether a view of this has vectors that somebody sends, `own:NAME`: no encoder makes them."""
    return encoder.partition(":")[0] == OWN_VECTORS


PROJECTS = metadata.tables["project"]
VIEWS = metadata.tables["view"]


class Counter(SQLModel, table=True):
    """A part of a count that people see; the count is the sum of its slots.

    It changes in the transaction of what it counts. Never in the project's row, for which everybody
    who writes would wait on PostgreSQL: each of a few people has a slot to add to.
    """

    __tablename__ = "counter"
    __table_args__ = (WITHOUT_ROWID,)

    project_id: int = foreign_key("project.id", primary_key=True)
    name: str = Field(max_length=32, primary_key=True)
    """A word of `Counted`."""
    day: int = Field(sa_type=BigInteger, primary_key=True)
    """The day (UTC) that it counts, by its ordinal; 0: all days."""
    key: int = Field(sa_type=BigInteger, primary_key=True)
    """The id of the class or the person it counts; 0 where there is none."""
    slot: int = Field(sa_type=BigInteger, primary_key=True)
    """Who added to it, roughly: one slot by itself may be below 0."""
    value: int = Field(sa_type=BigInteger)


COUNTERS = metadata.tables["counter"]
