from datetime import datetime
from typing import Any

from sqlalchemy import BigInteger, Index
from sqlmodel import Field, SQLModel

from service.db.columns import (
    WITHOUT_ROWID,
    foreign_key,
    json_field,
    metadata,
    now,
    partial_index,
    partial_unique,
    primary_key,
    text_enum,
)
from service.kit.vocabulary import JobState


class Job(SQLModel, table=True):
    """Background work. This table is the truth; a message in the broker is only a nudge."""

    __tablename__ = "job"
    __table_args__ = (
        partial_unique("uq_job_dedupe_key", "dedupe_key", where="state = 'queued'"),
        partial_unique("uq_job_mutex", "mutex", where="state = 'running'"),
        Index("ix_job_kind", "project_id", "kind", "id"),
        # A project's screen asks for those that are open or failed, beside thousands of done ones.
        partial_index("ix_job_not_done", "project_id", where="state != 'done'"),
        partial_index("ix_job_open", "state", "run_after", where="state IN ('queued', 'running')"),
    )

    id: int = primary_key()
    kind: str = Field(max_length=32)
    """The name of a `JobKind` of service/jobs: one of another version is left alone."""
    project_id: int = foreign_key("project.id", index=True)
    payload: dict[str, Any] = json_field(default_factory=dict)
    state: JobState = text_enum(JobState, default=JobState.QUEUED)
    priority: int = 5
    """Lower goes first."""
    encoder: str | None = None
    """The encoder it needs: it waits for a worker that has it."""
    done: int = Field(default=0, sa_type=BigInteger)
    total: int | None = Field(default=None, sa_type=BigInteger)
    """Bytes of an import, items of an embedding."""
    pace: float | None = None
    """Of these a second, by the last slices, the waiting between turns included."""
    advanced_at: datetime | None = None
    """When `done` last changed."""
    attempts: int = 0
    stopped: int = 0
    """Attempts that don't count against the job: it gave way, or its worker was told to stop."""
    cpu_seconds: float = 0.0
    """Of all attempts, as far as they lived to tell."""
    gpu_seconds: float = 0.0
    peak_bytes: int = Field(default=0, sa_type=BigInteger)
    """The most memory that its worker's process had taken until it told last, whatever for: what
    the job needed is at most that. 0: it hasn't told."""
    joules: float = 0.0
    """Energy that the machine's counters saw, where it has any, over these of its CPU-seconds:"""
    metered_cpu_seconds: float = 0.0
    worker: str | None = None
    dedupe_key: str | None = None
    mutex: str | None = None
    """At most one job with the same mutex runs at a time."""
    run_after: datetime = Field(default_factory=now)
    sent_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    started_at: datetime | None = None
    heartbeat_at: datetime | None = None
    lease_expires_at: datetime | None = None
    finished_at: datetime | None = None
    error: str | None = None


class PastWork(SQLModel, table=True):
    """What jobs of a kind took whose rows were cleared away: a project's bill keeps them."""

    __tablename__ = "past_work"
    __table_args__ = (WITHOUT_ROWID,)

    project_id: int = foreign_key("project.id", primary_key=True)
    kind: str = Field(max_length=32, primary_key=True)
    jobs: int
    """Those that a worker began."""
    cpu_seconds: float
    gpu_seconds: float
    peak_bytes: int = Field(sa_type=BigInteger)
    joules: float = 0.0
    metered_cpu_seconds: float = 0.0


class Worker(SQLModel, table=True):
    """A worker process that announced itself; swept when silent."""

    __tablename__ = "worker"

    name: str = Field(primary_key=True)
    lanes: list[str] = json_field()
    device: str
    """Where it encodes."""
    compute: str
    """What it ranks with."""
    encoders: list[str] = json_field()
    started_at: datetime = Field(default_factory=now)
    heartbeat_at: datetime = Field(default_factory=now)


JOBS = metadata.tables["job"]
PAST_WORK = metadata.tables["past_work"]
WORKERS = metadata.tables["worker"]
