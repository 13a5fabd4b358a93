"""What a round cost by phase, and what a project has cost so far, of people and machines."""

import resource
import time
from datetime import datetime, timedelta

from service.db.unit_of_work import UnitOfWork
from service.jobs.queries.work import WorkDone
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters


class Stopwatch:
    """Wall-clock seconds by phase, and the CPU-seconds of all of them."""

    def __init__(self) -> None:
        self._start = self._last = time.perf_counter()
        self._cpu = _cpu()
        self._phases: dict[str, float] = {}

    def ended(self, phase: str) -> None:
        now = time.perf_counter()
        self._phases[phase] = round(now - self._last, 6)
        self._last = now

    def seconds(self) -> dict[str, float]:
        return {**self._phases, "total": round(self._last - self._start, 6)}

    def cpu_seconds(self) -> float:
        return _cpu() - self._cpu

    def started_at(self, now: datetime) -> datetime:
        return now - timedelta(seconds=time.perf_counter() - self._start)


def _cpu() -> float:
    """CPU-seconds of this thread: other jobs run beside it in the same process."""
    used = resource.getrusage(resource.RUSAGE_THREAD)
    return used.ru_utime + used.ru_stime


def compute_seconds(uow: UnitOfWork, project_id: int) -> float:
    """What all jobs of the project took so far, of CPUs and of GPUs."""
    return sum(kind.cpu_seconds + kind.gpu_seconds for kind in uow[WorkDone].by_kind(project_id))


def annotator_seconds(uow: UnitOfWork, project_id: int) -> float:
    """What people's answers took, changed and retracted ones too."""
    return sum(uow[Counters].by_key(project_id, Counted.MICROSECONDS).values()) / 1_000_000
