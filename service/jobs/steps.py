"""How far a job is that learns in steps."""

import time

from service.jobs.run_job import JobRun

TELL_SECONDS = 1.0


class Steps:
    """Tells a job's steps once a second; `JobTaken` ends the learning."""

    def __init__(self, run: JobRun) -> None:
        self._run, self._last = run, 0.0
        self.total = 0

    def __call__(self, done: int, total: int) -> None:
        self.total = total
        self._run.check()
        if time.monotonic() - self._last >= TELL_SECONDS:
            self._last = time.monotonic()
            self._run.progress(done, total)
