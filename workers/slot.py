"""Threads that do the jobs of one kind, where nothing carries messages."""

import logging
import threading
from collections.abc import Callable

from service.jobs.kind import JobKind
from workers.limits import lower_this_thread

log = logging.getLogger(__name__)


class Line:
    """The jobs of a kind that wait for a slot."""

    def __init__(self) -> None:
        self._waiting: dict[int, None] = {}
        self._changed = threading.Condition()

    def give(self, job_id: int) -> None:
        """Has a job done after those that wait. The relay repeats itself: once is enough."""
        with self._changed:
            self._waiting[job_id] = None
            self._changed.notify()

    def take(self) -> int:
        """The job that has waited for longest, once there is one."""
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            job_id = next(iter(self._waiting))
            del self._waiting[job_id]
            return job_id


class Slot(threading.Thread):
    """Does one job at a time. Kinds of job, each with slots of its own, never wait behind each
    other."""

    def __init__(self, kind: JobKind, do: Callable[[int], None], line: Line) -> None:
        super().__init__(name=f"slot {kind.name}", daemon=True)
        self._niceness = kind.niceness
        self._do = do
        self._line = line

    def run(self) -> None:
        lower_this_thread(self._niceness)
        while True:
            job_id = self._line.take()
            try:
                self._do(job_id)
            except Exception:
                log.exception("job %s ended without a word", job_id)
