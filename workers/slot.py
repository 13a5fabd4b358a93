"""A thread that does the jobs of one kind, one at a time, where nothing carries messages."""

import logging
import threading
from collections.abc import Callable

from service.jobs.kind import JobKind
from workers.limits import lower_this_thread

log = logging.getLogger(__name__)


class Slot(threading.Thread):
    """Kinds of job, each with a slot of its own, never wait behind each other."""

    def __init__(self, kind: JobKind, do: Callable[[int], None]) -> None:
        super().__init__(name=f"slot {kind.name}", daemon=True)
        self._niceness = kind.niceness
        self._do = do
        self._waiting: dict[int, None] = {}
        self._changed = threading.Condition()

    def give(self, job_id: int) -> None:
        """Has a job done after those that wait. The relay repeats itself: once is enough."""
        with self._changed:
            self._waiting[job_id] = None
            self._changed.notify()

    def run(self) -> None:
        lower_this_thread(self._niceness)
        while True:
            job_id = self._take()
            try:
                self._do(job_id)
            except Exception:
                log.exception("job %s ended without a word", job_id)

    def _take(self) -> int:
        with self._changed:
            self._changed.wait_for(lambda: self._waiting)
            job_id = next(iter(self._waiting))
            del self._waiting[job_id]
            return job_id
