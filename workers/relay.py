"""Sends the ids of due jobs to who does them, and gives back what dead workers held."""

import logging
import threading
import time
from collections.abc import Callable, Collection

from service.app import App
from service.jobs.dispatch_jobs import DueJob, due_jobs, requeue_lost
from service.kit.errors import Unavailable
from service.kit.seldom import SeldomLog
from service.people.end_access import forget_ended_access
from service.projects.kinds import request_sweeps
from workers.health_file import beat

# A look costs some tenths of a millisecond of CPU: fewer while nobody labels, so that an idle
# service takes less than a hundredth of a core.
POLL_SECONDS = 0.05
IDLE_POLL_SECONDS = 0.25
IDLE_AFTER_SECONDS = 30.0
LOST_SECONDS = 2.0
SWEEP_SECONDS = 600.0
AFTER_FAILURE_SECONDS = 1.0

log = logging.getLogger(__name__)
seldom = SeldomLog(log)


class Relay:
    """Looks for due jobs many times a second; several may run, each job goes out by one."""

    def __init__(
        self,
        app: App,
        send: Callable[[DueJob], None],
        encoders: Callable[[], Collection[str]] | None = None,
    ) -> None:
        """`send` raises Unavailable when that can't be done now.

        `encoders` says which can be used; None: those that live workers announced.
        """
        self._app = app
        self._send = send
        self._encoders = encoders
        self._looked_for_lost_at = float("-inf")
        self._looked_for_waste_at = float("-inf")
        self._sent_at = float("-inf")

    def run(self, stop: threading.Event) -> None:
        """Works until `stop` is set. A database or broker that is away is tried again."""
        pause = 0.0
        while not stop.wait(pause):
            try:
                self.turn()
                idle = time.monotonic() - self._sent_at > IDLE_AFTER_SECONDS
                pause = IDLE_POLL_SECONDS if idle else POLL_SECONDS
            except Unavailable as error:
                seldom.warning("can't relay jobs", error)
                pause = AFTER_FAILURE_SECONDS
            except Exception:
                log.exception("can't relay jobs, trying again")
                pause = AFTER_FAILURE_SECONDS

    def turn(self) -> int:
        """Sends what is due now; how many messages went out."""
        if time.monotonic() - self._looked_for_lost_at >= LOST_SECONDS:
            self._looked_for_lost_at = time.monotonic()
            lost = requeue_lost(self._app)
            if lost:
                log.warning("gave back %s jobs of workers that went silent", lost)
        if time.monotonic() - self._looked_for_waste_at >= SWEEP_SECONDS:
            self._looked_for_waste_at = time.monotonic()
            request_sweeps(self._app)
            forget_ended_access(self._app)
        jobs = due_jobs(self._app, None if self._encoders is None else self._encoders())
        for job in jobs:
            self._send(job)
            self._sent_at = time.monotonic()
        beat(self._app.settings)
        return len(jobs)
