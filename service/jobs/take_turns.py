"""Lets a long job go on for its turn, and then the next project's where one waits."""

import time

from service.app import App
from service.jobs.dispatch_jobs import usable_encoders
from service.jobs.queries.turns import JobTurns
from service.jobs.run_job import GivesWay, JobRun

TURN_SECONDS = 5.0
CATCHING_UP = 4
"""Times as long as it took to get back to where the last turn ended: little of the work is that."""


class Turn:
    """One turn of a job, from the claim on."""

    def __init__(self, app: App, run: JobRun) -> None:
        self._app, self._run = app, run
        self._claimed = time.monotonic()
        self._ends: float | None = None

    def next_slice(self) -> None:
        """Raises `GivesWay` when the turn is over and another project waits, or a job of its own
        that goes first.

        The first slice of a turn is always done, and the turn begins with it.
        """
        now = time.monotonic()
        if self._ends is None:
            self._ends = now + max(TURN_SECONDS, CATCHING_UP * (now - self._claimed))
        elif now >= self._ends and self._others_wait():
            raise GivesWay(f"job {self._run.job_id} goes on after another's turn")

    def _others_wait(self) -> bool:
        with self._app.read() as uow:
            encoders = usable_encoders(uow)
            return uow[JobTurns].others_wait(self._run.job_id, uow.now, encoders)
