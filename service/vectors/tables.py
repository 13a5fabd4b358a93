from datetime import datetime

from sqlalchemy import LargeBinary
from sqlmodel import Field, SQLModel

from service.db.columns import (
    foreign_key,
    metadata,
    now,
    nullable_json,
    partial_unique,
    primary_key,
)


class Shard(SQLModel, table=True):
    """An immutable file of up to 65,536 vectors: row i is ordinal `first` + i.

    It holds the vector of every item in its span, whatever became of the import it came with. A
    row never changes but to be retired: what other rows are present makes another shard of the
    same file.
    """

    __tablename__ = "shard"
    __table_args__ = (
        partial_unique(
            "uq_shard_view_id_fingerprint_first",
            "view_id",
            "fingerprint",
            "first",
            where="retired_at IS NULL",
        ),
    )

    id: int = primary_key()
    view_id: int = foreign_key("view.id", index=True)
    fingerprint: str
    first: int
    rows: int
    items: int
    """Rows that `present_blob` marks."""
    dimensions: int
    numeric_class: str
    arithmetics: list[str] | None = nullable_json()
    """In which numbers its vectors were computed (`float32`, `bfloat16`), by several workers it may
    be in several. None when of some of them it isn't known."""
    blob: str
    present_blob: str
    """Which rows are items of the pool that can be seen (bool per row).

    Holes are not, nor evaluation items, nor what an import brought that was taken back.
    """
    created_at: datetime = Field(default_factory=now)
    retired_at: datetime | None = None
    """When another took its place. Its files stay a while: a round may be reading them."""

    @property
    def span(self) -> tuple[int, int]:
        """Its ordinals, from the first to the one after the last."""
        return self.first, self.first + self.rows


class Embedding(SQLModel, table=True):
    """A look-up only: where the vector of a text already exists."""

    __tablename__ = "embedding"
    # Half the size: the key is in the table itself, and not in an index beside it.
    __table_args__ = {"sqlite_with_rowid": False}

    key: bytes = Field(primary_key=True, sa_type=LargeBinary)
    """Hash of an encoder's fingerprint and a text's hash."""
    project_id: int = foreign_key("project.id", index=True)
    ordinal: int
    """Its item there: shards are merged, ordinals stay."""


EMBEDDINGS = metadata.tables["embedding"]
SHARDS = metadata.tables["shard"]
