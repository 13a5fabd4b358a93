"""Lets a long job go on for its turn, and then the next project's where one waits."""

import time
from datetime import timedelta

from service.app import App
from service.db.sqlite import FifoLock
from service.jobs.dispatch_jobs import usable_encoders
from service.jobs.queries.turns import JobTurns
from service.jobs.run_job import GivesWay, JobRun

TURN_SECONDS = 5.0
CATCHING_UP = 4
"""Times as long as it took to get back to where the last turn ended: little of the work is that."""


UNBEGUN = timedelta(seconds=1)
"""What has waited for less will be begun beside the job, where there is room."""


class Baton(FifoLock):
    """Of the jobs of a process that are under way side by side, the one that has it works."""


class Turn:
    """One turn of a job, from the claim on."""

    def __init__(self, app: App, run: JobRun, baton: Baton | None = None) -> None:
        """`baton`: which the job holds, where others of its kind are under way in this process."""
        self._app, self._run, self._baton = app, run, baton
        self._claimed = time.monotonic()
        self._ends: float | None = None

    def next_slice(self) -> None:
        """When the turn is over, lets those go on that are under way beside it. Raises `GivesWay`
        where another project waits to begin, or a job of its own that goes first.

        The first slice of a turn is always done, and the turn begins with it.
        """
        self._run.stand_aside()
        now = time.monotonic()
        if self._ends is None:
            self._ends = now + max(TURN_SECONDS, CATCHING_UP * (now - self._claimed))
        elif now >= self._ends:
            if self._others_wait():
                raise GivesWay(f"job {self._run.job_id} goes on after another's turn")
            if self._baton is not None and self._baton.is_wanted():
                self._baton.pass_on()
                self._run.check()
                self._ends = time.monotonic() + TURN_SECONDS

    def _others_wait(self) -> bool:
        with self._app.read() as uow:
            encoders = usable_encoders(uow)
            since = uow.now if self._baton is None else uow.now - UNBEGUN
            return uow[JobTurns].others_wait(self._run.job_id, since, encoders)
