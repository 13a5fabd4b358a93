from datetime import datetime
from typing import Any
from uuid import UUID

from service.api.schemas.base import Answer


class ItemAnswer(Answer):
    id: int
    external_id: str | None
    text: str | None
    label: str | None
    state: str | None
    confidence: float | None


class ItemPage(Answer):
    items: list[ItemAnswer]
    next: int | None


class SourceAnswer(Answer):
    line: int
    import_id: int
    external_id: str | None
    data: dict[str, Any] | None


class HistoryEntry(Answer):
    id: UUID
    annotator: str
    label: str | None
    live: bool
    late: bool
    unasked: bool
    received_at: datetime
    retracted_at: datetime | None


class NoteEntry(Answer):
    annotator: str
    kind: str
    text: str
    created_at: datetime


class ItemDetail(ItemAnswer):
    sources: list[SourceAnswer]
    history: list[HistoryEntry]
    notes: list[NoteEntry]
