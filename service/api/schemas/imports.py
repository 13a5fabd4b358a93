from datetime import datetime
from typing import Literal

from service.api.schemas.base import Response
from service.vocabulary import ImportState, ItemRole


class WarningResponse(Response):
    line: int | None
    """Null for what concerns the whole file."""
    detail: str


class ImportResponse(Response):
    import_id: int
    job_id: int | None
    """Null when the same file was sent before: this is that import."""
    state: ImportState
    role: ItemRole
    labels: Literal["import", "ignore"]
    create_classes: bool
    encoding: str
    quoting: Literal["standard", "none"]
    fold_case: bool
    file_name: str | None
    received: int
    inserted: int
    duplicates: int
    rejected: int
    labelled: int
    """Known answers that became labels."""
    conflicts: int
    """Known answers that differ from the label their item had: that one stays."""
    warnings: list[WarningResponse]
    """What was taken but may not be meant."""
    error: str | None
    created_at: datetime
    finished_at: datetime | None


class RejectedRowResponse(Response):
    line: int
    detail: str
    content: str


class ConflictingRowResponse(Response):
    line: int
    item_id: int
    text: str
    label: str
    """What the row says."""
    kept: str | None
    """What the item's label is now."""
