from datetime import datetime

from sqlalchemy import LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.models.base import foreign_key, now


class Shard(SQLModel, table=True):
    """An immutable file of up to 65,536 vectors: row i is ordinal `first` + i."""

    __tablename__ = "shard"
    __table_args__ = (UniqueConstraint("project_id", "fingerprint", "first"),)

    id: int | None = Field(default=None, primary_key=True)
    project_id: int = foreign_key("project.id")
    fingerprint: str
    first: int
    rows: int
    dimensions: int
    numeric_class: str = "exact"
    blob: str
    present_blob: str
    """Which rows are pool items (bool per row): holes and evaluation items are not."""
    created_at: datetime = Field(default_factory=now)


class Embedding(SQLModel, table=True):
    """A look-up only: where the vector of a text already exists."""

    __tablename__ = "embedding"

    fingerprint: str = Field(primary_key=True)
    text_hash: bytes = Field(primary_key=True, sa_type=LargeBinary)
    shard_id: int = foreign_key("shard.id", index=True)
    row: int
