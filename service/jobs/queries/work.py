"""What jobs took, by kind: of those whose rows are there, and of those cleared away."""

from collections.abc import Collection
from typing import Any, NamedTuple

from sqlalchemy import case, func, select, text

from service.db.repository import Repository
from service.jobs.tables import JOBS, PAST_WORK

ADD = text(
    "INSERT INTO past_work (project_id, kind, jobs, cpu_seconds, gpu_seconds, peak_bytes,"
    " joules, metered_cpu_seconds)"
    " VALUES (:project, :kind, :jobs, :cpu_seconds, :gpu_seconds, :peak_bytes,"
    " :joules, :metered_cpu_seconds)"
    " ON CONFLICT (project_id, kind) DO UPDATE SET"
    " jobs = past_work.jobs + excluded.jobs,"
    " cpu_seconds = past_work.cpu_seconds + excluded.cpu_seconds,"
    " gpu_seconds = past_work.gpu_seconds + excluded.gpu_seconds,"
    " joules = past_work.joules + excluded.joules,"
    " metered_cpu_seconds = past_work.metered_cpu_seconds + excluded.metered_cpu_seconds,"
    " peak_bytes = CASE WHEN past_work.peak_bytes > excluded.peak_bytes"
    " THEN past_work.peak_bytes ELSE excluded.peak_bytes END"
)


class JobKindCost(NamedTuple):
    """What the jobs of a kind took."""

    kind: str
    jobs: int
    """Those that a worker began."""
    cpu_seconds: float
    gpu_seconds: float
    peak_bytes: int
    """At most so much memory; 0: not known."""
    joules: float = 0.0
    """Energy that counters saw, over these of its CPU-seconds:"""
    metered_cpu_seconds: float = 0.0

    def with_more(self, other: "JobKindCost") -> "JobKindCost":
        return JobKindCost(
            self.kind,
            self.jobs + other.jobs,
            self.cpu_seconds + other.cpu_seconds,
            self.gpu_seconds + other.gpu_seconds,
            max(self.peak_bytes, other.peak_bytes),
            joules=self.joules + other.joules,
            metered_cpu_seconds=self.metered_cpu_seconds + other.metered_cpu_seconds,
        )


class WorkDone(Repository):
    def by_kind(self, project_id: int) -> list[JobKindCost]:
        """Of all jobs of a project, as far as they have told, by the kind's name."""
        p = PAST_WORK.c
        past = select(*(p[column] for column in JobKindCost._fields))
        costs = {
            row[0]: JobKindCost._make(row)
            for row in self.execute(past.where(p.project_id == project_id))
        }
        for work in self._sums(JOBS.c.project_id == project_id):
            before = costs.get(work.kind)
            costs[work.kind] = work if before is None else before.with_more(work)
        return sorted(work for work in costs.values() if work.jobs)

    def keep(self, project_id: int, job_ids: Collection[int]) -> None:
        """Keeps what these jobs took, whose rows are about to go."""
        for work in self._sums(JOBS.c.id.in_(job_ids)):
            self.execute(ADD, {"project": project_id, **work._asdict()})

    def _sums(self, condition: Any) -> list[JobKindCost]:
        c = JOBS.c
        statement = select(
            c.kind,
            func.sum(case((c.attempts > 0, 1), else_=0)),
            func.sum(c.cpu_seconds),
            func.sum(c.gpu_seconds),
            func.max(c.peak_bytes),
            func.sum(c.joules),
            func.sum(c.metered_cpu_seconds),
        )
        rows = self.execute(statement.where(condition).group_by(c.kind))
        return [JobKindCost(kind, int(jobs), *took) for kind, jobs, *took in rows]
