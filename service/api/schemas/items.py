from datetime import datetime
from typing import Any
from uuid import UUID

from service.api.schemas.base import Response


class ItemResponse(Response):
    id: int
    external_id: str | None
    text: str
    label: str | None
    state: str | None
    confidence: float | None


class SourceResponse(Response):
    line: int
    import_id: int
    external_id: str | None
    data: dict[str, Any] | None


class HistoryResponse(Response):
    id: UUID
    annotator: str
    label: str | None
    live: bool
    late: bool
    unasked: bool
    received_at: datetime
    retracted_at: datetime | None


class ItemNoteResponse(Response):
    annotator: str
    kind: str
    text: str
    created_at: datetime


class ItemDetailResponse(ItemResponse):
    sources: list[SourceResponse]
    history: list[HistoryResponse]
    notes: list[ItemNoteResponse]
