from datetime import datetime

from service.api.schemas.base import Response
from service.vocabulary import JobState


class JobResponse(Response):
    id: int
    kind: str
    project_id: int
    state: JobState
    done: int
    total: int | None
    attempts: int
    cpu_seconds: float
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
