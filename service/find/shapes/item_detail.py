"""All that is known of one item of the pool."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from service.find.shapes.items import ItemSummary, Prediction
from service.kit.vocabulary import Source


@dataclass(frozen=True)
class ItemOrigin:
    """A row of a file that the item came from."""

    line: int
    import_id: int
    file_name: Annotated[str | None, Field(description="Null: it was sent without one.")]
    external_id: str | None
    data: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class AnswerRecord:
    """An answer that was given to the item, whatever became of it."""

    id: UUID
    annotator: str
    label: str | None
    source: Annotated[Source | None, Field(description="Why the item was offered.")]
    live: bool
    late: bool
    unasked: bool
    received_at: datetime
    retracted_at: datetime | None
    set_aside_at: Annotated[
        datetime | None, Field(description="When all of its author's answers were set aside.")
    ]


@dataclass(frozen=True, kw_only=True)
class DecisionRecord:
    """A label that somebody set, undone or not."""

    batch: Annotated[UUID, Field(description="What one undo takes back.")]
    decided_by: str
    label: str | None
    source: Source
    live: bool
    created_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True)
class SkipRecord:
    annotator: str
    message: Annotated[str | None, Field(description="Why; null: they said nothing.")]
    at: datetime


@dataclass(frozen=True)
class ItemNote:
    annotator: str
    kind: str
    text: str
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class ItemDetail(ItemSummary):
    likeliest: Annotated[
        Sequence[Prediction],
        Field(
            description="What the round that ranks the item thinks likely, up to three classes, "
            "likeliest first; where none does, the prediction alone. Of an item that may have "
            "several classes: how likely it has each, by the last measured round."
        ),
    ]
    sources: Sequence[ItemOrigin]
    history: Annotated[Sequence[AnswerRecord], Field(description="Every answer ever given.")]
    decisions: Annotated[
        Sequence[DecisionRecord], Field(description="Every label ever set, undone ones too.")
    ]
    skips: Annotated[Sequence[SkipRecord], Field(description="Whoever skipped it, and why.")]
    notes: Sequence[ItemNote]
