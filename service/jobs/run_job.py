"""Runs one job: claim, heartbeat, work, finish. One that lost its job writes nothing more."""

import logging
import threading
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from math import exp
from pkgutil import resolve_name
from typing import Any

from service.app import App, retry_write
from service.db.unit_of_work import UnitOfWork
from service.jobs.dispatch_jobs import claim_job
from service.jobs.end_job import fail_job, give_back_job, interrupt_job
from service.jobs.kind import JOB_KINDS, Urgency, awaited_kinds
from service.jobs.queries.jobs import JobCost, JobProgress, Jobs
from service.jobs.queries.turns import JobTurns
from service.jobs.tables import Job
from service.jobs.usage import CpuMeter, peak_bytes
from service.kit.errors import DiskFull, PostilError, Unavailable
from service.kit.seldom import SeldomLog
from service.ports import Tools

MEMORY_SECONDS = 60.0
"""After so long a slice counts a third of what it did."""


def advance(before: JobProgress, done: int, total: int | None, now: datetime) -> JobProgress:
    """Its progress, now that so much is done; unchanged in pace as long as nothing moves.

    The first step only starts the clock: it may have loaded a model, or copied what was there.
    """
    if done == before.done:
        return before._replace(total=total)
    if before.advanced_at is None or done < before.done:  # an attempt that begins anew
        return JobProgress(done, total, before.pace, now)
    seconds = max((now - before.advanced_at).total_seconds(), 1e-3)
    rate = (done - before.done) / seconds
    kept = 0.0 if before.pace is None else exp(-seconds / MEMORY_SECONDS)
    return JobProgress(done, total, kept * (before.pace or 0.0) + (1 - kept) * rate, now)


HEARTBEAT_SECONDS = 5.0
# How long an attempt that has ended tries to say so. Then its lease runs out, which says it too.
TELL_SECONDS = 30.0
STEP_SECONDS = 1.0
ASIDE_SECONDS = 30.0
"""So long at most a job stands still between two steps, so that it gets on."""
ASIDE_LOOK_SECONDS = 0.25
NOTHING = JobCost(0.0, 0.0, 0, 0.0, 0.0)
log = logging.getLogger(__name__)
seldom = SeldomLog(log)


class JobTaken(Exception):
    """The job was cancelled, or its lease ran out and someone else has it: stop working."""


class GivesWay(Exception):
    """The job is where it can stop, and another project waits: it goes on in its next turn."""


@dataclass
class JobRun:
    """A claimed job, as its handler sees it."""

    app: App
    job_id: int
    kind: str
    project_id: int
    payload: dict[str, Any]
    tools: Tools
    attempts: int
    worker: str
    waited: float
    """Seconds between its creation and its claim."""
    far: JobProgress = field(default_factory=JobProgress)
    taken: bool = False
    meter: CpuMeter = field(default_factory=CpuMeter)
    earlier: JobCost = NOTHING
    """By the attempts before."""
    gpu_seconds: float = 0.0
    """What this attempt took of a GPU, as far as its handler knows."""

    def progress(self, done: int, total: int | None = None) -> None:
        """Says how far it is; raises `JobTaken` when it is no longer ours to do."""
        self._tell(lambda far, now: advance(far, done, far.total if total is None else total, now))

    def renew(self) -> None:
        self._tell(lambda far, _: far)

    def _tell(self, became: Callable[[JobProgress, datetime], JobProgress]) -> None:
        spent = self.spent()
        with self.app.write() as uow:
            self.far = became(self.far, uow.now)
            if not uow[Jobs].renew(self.job_id, self.attempts, uow.now, self.far, spent):
                self.taken = True
        self.check()

    def spent(self) -> JobCost:
        """By all attempts so far; this one's thread lives yet."""
        seconds, metered = self.meter.seconds(), self.meter.metered()
        return JobCost(
            self.earlier.cpu_seconds + seconds,
            self.earlier.gpu_seconds + self.gpu_seconds,
            max(self.earlier.peak_bytes, peak_bytes()),
            self.earlier.joules + metered.joules,
            self.earlier.metered_cpu_seconds + metered.cpu_seconds,
        )

    def seconds(self) -> float:
        """Of CPU and GPU, by all attempts so far."""
        spent = self.spent()
        return spent.cpu_seconds + spent.gpu_seconds

    def check(self) -> None:
        if self.taken:
            raise JobTaken(f"job {self.job_id} was cancelled or taken over")

    def stand_aside(self) -> None:
        """Where nobody waits for this job: waits itself while the worker does one that people wait
        for, for some time at most."""
        if JOB_KINDS[self.kind].urgency is not Urgency.PATIENT:
            return
        until = time.monotonic() + ASIDE_SECONDS
        while self._is_in_the_way() and time.monotonic() < until:
            time.sleep(ASIDE_LOOK_SECONDS)
            self.check()

    def _is_in_the_way(self) -> bool:
        with self.app.read() as uow:
            return uow[Jobs].any_running(self.worker, awaited_kinds())


class Steps:
    """Tells a job's steps once a second, and stands aside then; `JobTaken` ends the learning."""

    def __init__(self, run: JobRun) -> None:
        self._run, self._last = run, 0.0
        self.total = 0

    def __call__(self, done: int, total: int) -> None:
        self.total = total
        self._run.check()
        if time.monotonic() - self._last >= STEP_SECONDS:
            self._run.progress(done, total)
            self._run.stand_aside()
            self._last = time.monotonic()


Handler = Callable[[App, JobRun], None]


def handlers() -> dict[str, Handler]:
    """What does each kind of job, by its name: all of it is imported now."""
    return {name: resolve_name(kind.handler) for name, kind in JOB_KINDS.items()}


def run_job(
    app: App, job_id: int, worker: str, handlers: Mapping[str, Handler], tools: Tools
) -> bool:
    """Whether this call did a job to its end: this one, or another of its kind, whose turn it was.

    False: it was not to be had, was taken away, or goes on later.
    """
    try:
        run = _claim(app, job_id, worker, tools)
    except Unavailable as error:
        log.warning("job %s stays where it is: %s", job_id, error.detail)
        return False
    if run is None:
        return False
    run.meter.begin()
    ended = threading.Event()
    heart = threading.Thread(target=_beat, args=(run, ended), daemon=True)
    heart.start()
    try:
        handlers[run.kind](app, run)
    except JobTaken:
        return False
    except GivesWay:
        _give_way(run)
        return False
    except PostilError as error:
        _refuse(run, error)
        return False
    except Exception as error:
        log.exception("job %s (%s) broke in attempt %s", run.job_id, run.kind, run.attempts)
        _end(run, give_back_job, f"{type(error).__name__}: {error}")
        return False
    else:
        spent = run.spent()
        return _noted(run, lambda uow: uow[Jobs].finish(run.job_id, run.attempts, uow.now, spent))
    finally:
        ended.set()
        heart.join()
        run.meter.end()


def _noted(run: JobRun, how: Callable[[UnitOfWork], bool]) -> bool:
    """What `how` notes of an attempt that has ended. False where the database stays away."""
    try:
        return retry_write(run.app, how, TELL_SECONDS)
    except Unavailable as error:
        log.warning("how job %s (%s) ended isn't noted: %s", run.job_id, run.kind, error)
        return False


def _give_way(run: JobRun) -> None:
    spent = run.spent()
    _noted(run, lambda uow: uow[JobTurns].give_way(run.job_id, run.attempts, uow.now, spent))


def _refuse(run: JobRun, error: PostilError) -> None:
    # A full disk stays full until somebody makes room, so they are told.
    is_passing = isinstance(error, Unavailable) and not isinstance(error, DiskFull)
    became = "was interrupted" if is_passing else "failed"
    log.warning("job %s (%s) %s: %s", run.job_id, run.kind, became, error.detail)
    _end(run, interrupt_job if is_passing else fail_job, error.detail)


def _end(run: JobRun, how: Callable[[UnitOfWork, Job, str], None], error: str) -> None:
    """Notes a failure, unless the job was cancelled meanwhile or someone else has it."""

    spent = run.spent()

    def end(uow: UnitOfWork) -> bool:
        job = uow[Jobs].held(run.job_id, run.attempts)
        if job is not None:
            uow[Jobs].tell(job, spent)
            how(uow, job, error)
        return job is not None

    _noted(run, end)


def _claim(app: App, job_id: int, worker: str, tools: Tools) -> JobRun | None:
    with app.write() as uow:
        job = claim_job(uow, job_id, worker)
        if job is None:
            return None
        return JobRun(
            app=app,
            job_id=job.id,
            kind=job.kind,
            project_id=job.project_id,
            payload=dict(job.payload),
            tools=tools,
            attempts=job.attempts,
            worker=worker,
            waited=(uow.now - job.created_at).total_seconds(),
            far=JobProgress(*(getattr(job, column) for column in JobProgress._fields)),
            earlier=JobCost(*(getattr(job, column) for column in JobCost._fields)),
        )


def _beat(run: JobRun, ended: threading.Event) -> None:
    while not ended.wait(HEARTBEAT_SECONDS):
        try:
            run.renew()
        except JobTaken:
            return
        except Unavailable as error:
            seldom.warning("jobs' heartbeats can't be written", error)
        except Exception:
            log.exception("the heartbeat of job %s failed", run.job_id)


def assert_claimed(uow: UnitOfWork, run: JobRun) -> None:
    """Raises `JobTaken` unless the job is this attempt's: nobody else writes what follows."""
    if not uow[Jobs].is_held(run.job_id, run.attempts):
        raise JobTaken(f"job {run.job_id} was given up, or goes on elsewhere")
