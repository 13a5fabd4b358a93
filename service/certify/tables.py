from datetime import datetime
from typing import Any

from sqlmodel import Field, SQLModel

from service.db.columns import (
    WITHOUT_ROWID,
    foreign_key,
    json_field,
    metadata,
    now,
    nullable_json,
    partial_index,
    partial_unique,
    primary_key,
    text_enum,
)
from service.kit.vocabulary import CertificateState


class Certificate(SQLModel, table=True):
    """An attempt to show that few of a machine's labels are wrong, and what came of it.

    Its labels, and the random order in which they are checked, are a blob that never changes.
    """

    __tablename__ = "certificate"
    __table_args__ = (
        partial_unique(
            "uq_certificate_under_way", "project_id", where="state IN ('checking', 'writing')"
        ),
        partial_unique("uq_certificate_issued", "project_id", where="state = 'issued'"),
    )

    id: int = primary_key()
    project_id: int = foreign_key("project.id", index=True)
    state: CertificateState = text_enum(CertificateState, default=CertificateState.CHECKING)
    method: str
    error: float
    """The share of wrong labels that is allowed."""
    confidence: float
    risk: float = 0.0
    """What this attempt may risk of 1 - confidence."""
    most_checks: int
    round: int | None = None
    """The measured round whose predictions its labels are."""
    texts: int = 0
    """Without a label when it began."""
    size: int = 0
    """So many of the surest labels are shown to have few errors."""
    expected: int | None = None
    """Checks that it may come to in all."""
    asked: int = 0
    """Checks that were asked for."""
    checks: int = 0
    """That were answered. Of an issued one: those that it rests on, by whoever was asked."""
    wrong: int = 0
    threshold: float | None = None
    """The probability of the least sure label that is given."""
    labels: int = 0
    """Given by the machine."""
    classes: list[Any] = json_field(default_factory=list)
    """Pairs of a class and how many of these labels name it."""
    finishing: bool = False
    """Somebody wants what is shown by now, and no more checks."""
    reason: dict[str, Any] | None = nullable_json()
    """Why it came to nothing."""
    created_at: datetime = Field(default_factory=now)
    ended_at: datetime | None = None
    revoked_at: datetime | None = None


class CertificateCheck(SQLModel, table=True):
    """A text that people are asked about, to see whether the machine's label is right."""

    __tablename__ = "certificate_check"
    __table_args__ = (
        partial_index("ix_certificate_check_open", "project_id", "place", where="is_open"),
        WITHOUT_ROWID,
    )

    certificate_id: int = foreign_key("certificate.id", primary_key=True)
    item_id: int = foreign_key("item.id", primary_key=True, index=True)
    project_id: int = foreign_key("project.id")
    place: int
    """In the order in which they are asked, which is random."""
    is_open: bool = True
    """False once its answer has been looked at, or isn't needed."""


class MachineLabel(SQLModel, table=True):
    """A label that a certificate gives; it counts while that is issued, and people say nothing."""

    __tablename__ = "machine_label"
    __table_args__ = (WITHOUT_ROWID,)

    certificate_id: int = foreign_key("certificate.id", primary_key=True)
    item_id: int = foreign_key("item.id", primary_key=True, index=True)
    class_id: int = foreign_key("label_class.id", index=True)
    probability: float


CERTIFICATES = metadata.tables["certificate"]
CHECKS = metadata.tables["certificate_check"]
MACHINE_LABELS = metadata.tables["machine_label"]
