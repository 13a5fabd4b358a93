from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.db.columns import (
    WITHOUT_ROWID,
    foreign_key,
    implied_key,
    json_field,
    metadata,
    partial_index,
    primary_key,
    text_enum,
)
from service.kit.vocabulary import ItemRole


class Item(SQLModel, table=True):
    """One thing to label. `ordinal` is its row in every matrix of the project."""

    __tablename__ = "item"
    __table_args__ = (
        UniqueConstraint("project_id", "ordinal"),
        # The key is a function of the content: rows that come in by its order find their places in
        # both indexes side by side, where the hash alone would touch a page of its own for each.
        UniqueConstraint("project_id", "role", "audit_key", "content_hash"),
        Index("ix_item_import_id_audit_key", "import_id", "audit_key"),
    )

    # On SQLite a key of the type INTEGER is the place of a row in its table, and ids by the file's
    # order would scatter rows that come in by their audit keys over it. This has its own index.
    id: int = primary_key(BigInteger)
    """By the order of the file: people see it, and it must say nothing of the audit key."""
    project_id: int = implied_key("project")
    import_id: int = foreign_key("import.id")
    ordinal: int
    text: str
    content_hash: bytes = Field(sa_type=LargeBinary)
    audit_key: float
    role: ItemRole = text_enum(ItemRole, default=ItemRole.POOL)


class ItemSource(SQLModel, table=True):
    """One imported row: an exact duplicate is one item with many sources."""

    __tablename__ = "item_source"
    __table_args__ = (
        partial_index("ix_item_source_conflict", "import_id", "id", where="conflict"),
    )

    id: int = primary_key()
    item_id: int = foreign_key("item.id", index=True)
    import_id: int = implied_key("import", index=True)
    line: int
    external_id: str | None = None
    label: str | None = None
    """A known answer that came with the row, as it was written there."""
    conflict: bool = False
    """The known answer differs from the label that its item had already."""
    data: dict[str, Any] | None = json_field(default=None)


class Exposure(SQLModel, table=True):
    """Somebody was shown what a model thinks of an item that had no label.

    Who knows that is not asked for an audit answer to it.
    """

    __tablename__ = "exposure"
    __table_args__ = (WITHOUT_ROWID,)

    item_id: int = foreign_key("item.id", primary_key=True)
    user_id: int = foreign_key("user.id", primary_key=True)


EXPOSURES = metadata.tables["exposure"]
ITEMS = metadata.tables["item"]
SOURCES = metadata.tables["item_source"]
