"""Background work as people see it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, TypeVar

from pydantic import Field

from service.jobs.kind import JOB_KINDS
from service.jobs.tables import Job
from service.kit.vocabulary import JobState, Role

M = TypeVar("M", datetime, datetime | None)


@dataclass(frozen=True, kw_only=True)
class JobStatus:
    id: int
    kind: str
    encoder: Annotated[str | None, Field(description="Encoder that the job needs, if any.")]
    project_id: int
    state: JobState
    done: int
    total: int | None
    pace: Annotated[
        float | None,
        Field(
            description="Units of work a second of late, waits included: the rest divided by it is "
            "the time left. Null: not known yet."
        ),
    ]
    advanced_at: Annotated[datetime | None, Field(description="Time when `done` last changed.")]
    place: Annotated[
        int | None,
        Field(
            description="Place of the job among those of its kind, counting jobs under way: 2 if "
            "one is before it. Null unless it waits for others."
        ),
    ]
    starts_in: Annotated[
        float | None,
        Field(description="Estimated seconds until the jobs before it are done; null: unknown."),
    ]
    attempts: int
    cpu_seconds: float
    gpu_seconds: float
    peak_bytes: Annotated[
        int,
        Field(
            description="Most memory, in bytes, that its worker had used by then: the job needed "
            "no more. 0: not known yet."
        ),
    ]
    error: str | None
    created_at: datetime
    started_at: datetime | None
    finished_at: datetime | None

    @classmethod
    def of(cls, job: Job, before: Sequence[Job] = ()) -> "JobStatus":
        """`before`: the jobs of its kind that are done before it begins."""
        return cls(
            id=job.id,
            kind=job.kind,
            encoder=job.encoder,
            project_id=job.project_id,
            state=job.state,
            done=job.done,
            total=job.total,
            pace=job.pace,
            advanced_at=_coarse(job, job.advanced_at),
            place=len(before) + 1 if before else None,
            starts_in=_seconds_left(before) if before else None,
            attempts=job.attempts,
            cpu_seconds=job.cpu_seconds,
            gpu_seconds=job.gpu_seconds,
            peak_bytes=job.peak_bytes,
            error=job.error,
            created_at=_coarse(job, job.created_at),
            started_at=_coarse(job, job.started_at),
            finished_at=_coarse(job, job.finished_at),
        )


def _seconds_left(jobs: Sequence[Job]) -> float | None:
    left = 0.0
    for job in jobs:
        if not job.pace or job.total is None:
            return None
        left += (job.total - job.done) / job.pace
    return left


def _coarse(job: Job, moment: M) -> M:
    """By the hour where an answer may be the job's cause: its time would tell which one."""
    kind = JOB_KINDS.get(job.kind)  # none: of another version
    if moment is None or kind is None or kind.seen_by is Role.ANNOTATOR:
        return moment
    return moment.replace(minute=0, second=0, microsecond=0)
