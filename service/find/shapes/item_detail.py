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
    """A row of a file from which the item came."""

    line: int
    import_id: int
    file_name: Annotated[
        str | None, Field(description="Name of the file; null if it came without a name.")
    ]
    external_id: str | None
    data: Mapping[str, Any] | None


@dataclass(frozen=True, kw_only=True)
class AnswerRecord:
    """An answer to the item, whether it still counts or not."""

    id: UUID
    annotator: str
    label: str | None
    source: Annotated[Source | None, Field(description="Reason why the item was offered.")]
    live: bool
    late: bool
    unasked: bool
    received_at: datetime
    retracted_at: datetime | None
    set_aside_at: Annotated[
        datetime | None, Field(description="Time when all answers of this person were set aside.")
    ]


@dataclass(frozen=True, kw_only=True)
class DecisionRecord:
    """A label that somebody set, whether it was undone or not."""

    batch: Annotated[UUID, Field(description="Id of the batch that one undo takes back.")]
    decided_by: str
    label: str | None
    source: Source
    live: bool
    created_at: datetime
    undone_at: datetime | None


@dataclass(frozen=True)
class SkipRecord:
    annotator: str
    message: Annotated[
        str | None, Field(description="Reason for skipping, as typed; null if none.")
    ]
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
            description="Up to three likely classes by the round that ranked the item, likeliest "
            "first, or the prediction alone. If an item may have several classes: the probability "
            "of each, by the last measured round."
        ),
    ]
    sources: Sequence[ItemOrigin]
    history: Annotated[
        Sequence[AnswerRecord], Field(description="All answers ever given to the item.")
    ]
    decisions: Annotated[
        Sequence[DecisionRecord],
        Field(description="All labels ever set for the item, also undone ones."),
    ]
    skips: Annotated[
        Sequence[SkipRecord], Field(description="People who skipped the item, and why.")
    ]
    notes: Sequence[ItemNote]
