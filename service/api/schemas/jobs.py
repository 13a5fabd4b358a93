from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.kit.fields import Response
from service.vocabulary import JobState


class JobResponse(Response):
    id: int
    kind: str
    encoder: Annotated[str | None, Field(description="The one that it needs, if any.")]
    project_id: int
    state: JobState
    done: int
    total: int | None
    pace: Annotated[
        float | None,
        Field(
            description="Of its units a second, by the last slices, with the waits between its "
            "turns. What is left over this is the time left. Null: not known yet."
        ),
    ]
    advanced_at: Annotated[datetime | None, Field(description="When `done` last changed.")]
    attempts: int
    cpu_seconds: float
    gpu_seconds: float
    peak_bytes: Annotated[
        int,
        Field(
            description="Most memory its worker had taken by then, whatever for: the job needed at "
            "most that. 0: not known yet."
        ),
    ]
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None
