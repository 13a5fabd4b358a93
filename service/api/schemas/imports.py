from datetime import datetime

from service.api.schemas.base import Answer
from service.vocabulary import ImportState, ItemRole


class ImportAnswer(Answer):
    import_id: int
    job_id: int | None
    """Null when the same file was sent before: this is that import."""
    state: ImportState
    role: ItemRole
    file_name: str | None
    received: int
    inserted: int
    duplicates: int
    rejected: int
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class ImportPage(Answer):
    imports: list[ImportAnswer]


class RejectedRow(Answer):
    line: int
    reason: str
    content: str


class RejectedPage(Answer):
    rejected: list[RejectedRow]
    total: int
