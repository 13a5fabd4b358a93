"""Items, and the imports that brought them."""

from datetime import datetime
from hashlib import blake2b
from typing import Any

from sqlalchemy import BigInteger, Index, LargeBinary, String, UniqueConstraint
from sqlmodel import Field, SQLModel

from service.db.columns import (
    WITHOUT_ROWID,
    foreign_key,
    implied_key,
    json_field,
    metadata,
    now,
    partial_index,
    partial_unique,
    primary_key,
    text_enum,
)
from service.kit.vocabulary import ImportState, ItemRole, LabelUse, Quotes

_BEGUN = blake2b(digest_size=16)


def content_hash(text: str) -> bytes:
    """The hash by which two texts are the same item."""
    digest = _BEGUN.copy()  # to begin one takes as long as the rest
    digest.update(text.encode("utf-8", "surrogatepass"))
    return digest.digest()


class Import(SQLModel, table=True):
    """One imported file. Its items become visible together, when it is ready."""

    __tablename__ = "import"
    __table_args__ = (
        partial_unique(
            "uq_import_project_id_key",
            "project_id",
            "key",
            where="state NOT IN ('failed', 'reverted')",
        ),
    )

    id: int = primary_key()
    project_id: int = foreign_key("project.id", index=True)
    key: str
    """The key against double imports: the caller's, or the hash of the body and its options."""
    file_name: str | None = None
    content_type: str
    role: ItemRole = text_enum(ItemRole, default=ItemRole.POOL)
    labels: LabelUse = Field(default="ignore", sa_type=String)
    create_classes: bool = False
    fold_case: bool = False
    """Whether a known answer may differ in case from the class that it names."""
    separator: str | None = None
    """The separator of classes in a known answer that is a text; None: it is one class."""
    columns: dict[str, str] = json_field(default_factory=dict)
    """Names of the columns that hold `text`, `id` and `label`, where they differ."""
    encoding: str = "utf-8"
    """The encoding of the text, by its name in Python."""
    quoting: Quotes = Field(default="standard", sa_type=String)
    column_names: list[str] = json_field(default_factory=list)
    """Names of the columns in its rows' data, in the order in which they came."""
    state: ImportState = text_enum(ImportState, default=ImportState.RUNNING)
    blob: str
    body_hash: str
    size: int = Field(sa_type=BigInteger)
    unpacked: int = Field(default=0, sa_type=BigInteger)
    """The size of the unpacked file in bytes, known when it is ready."""
    received: int = 0
    inserted: int = 0
    duplicates: int = 0
    rejected: int = 0
    labelled: int = 0
    """The number of known answers that became labels."""
    conflicts: int = 0
    """The number of known answers that differ from the label their item had: the first stays."""
    class_ids: list[int] = json_field(default_factory=list)
    """Classes that it adds or brings back, which become active once it is ready."""
    rejected_blob: str | None = None
    warnings: list[dict[str, Any]] = json_field(default_factory=list)
    """Warnings about content that may be a mistake: `detail`, and `line` if there is one."""
    audit_frontier: float = -1.0
    """The largest audit key handed out so far. Items up to it are this import's audit sample."""
    error: str | None = None
    created_by: int | None = foreign_key("user.id", nullable=True)
    created_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None


IMPORTS = metadata.tables["import"]


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
    """The id, in the order of the file. People see it, so it must not reveal the audit key."""
    project_id: int = implied_key("project")
    import_id: int = foreign_key("import.id")
    ordinal: int
    text: str
    content_hash: bytes = Field(sa_type=LargeBinary)
    audit_key: float
    role: ItemRole = text_enum(ItemRole, default=ItemRole.POOL)


class ItemSource(SQLModel, table=True):
    """One imported row. Exact duplicates are one item with several sources."""

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
    """The known answer in the row, as it was written there."""
    conflict: bool = False
    """Whether the known answer differs from the label that its item had already."""
    data: dict[str, Any] | None = json_field(default=None)


class Exposure(SQLModel, table=True):
    """A record that somebody saw a prediction for an item that had no label.

    That person isn't asked for an audit answer to it.
    """

    __tablename__ = "exposure"
    __table_args__ = (WITHOUT_ROWID,)

    item_id: int = foreign_key("item.id", primary_key=True)
    user_id: int = foreign_key("user.id", primary_key=True)


EXPOSURES = metadata.tables["exposure"]
ITEMS = metadata.tables["item"]
SOURCES = metadata.tables["item_source"]
