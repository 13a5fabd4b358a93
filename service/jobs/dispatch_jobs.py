"""Which worker gets which job: sent by the relay, claimed, given back where a worker is lost.

A message names a job; whose turn it is decides which one a worker gets.
"""

from collections.abc import Collection
from dataclasses import dataclass

from service.app import App, retry_write
from service.db.unit_of_work import UnitOfWork
from service.jobs.end_job import give_back_job
from service.jobs.kind import JOB_KINDS, kind_called
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.turns import JobTurns
from service.jobs.queries.workers import Workers
from service.jobs.tables import Job, Worker
from service.kit.vocabulary import JobState


def usable_encoders(uow: UnitOfWork) -> set[str]:
    """Those that live workers announced."""
    return {name for worker in uow[Workers].alive(uow.now) for name in worker.encoders}


def claim_job(uow: UnitOfWork, job_id: int, worker: str) -> Job | None:
    """This job, or one of its kind of a project that waits longer; None when it isn't to be had."""
    turns = [name for name, kind in JOB_KINDS.items() if kind.takes_turns]
    first = uow[JobTurns].first(job_id, uow.now, usable_encoders(uow), turns)
    if first != job_id:
        job = uow[Jobs].claim(first, worker, uow.now)
        if job is not None:
            uow[JobTurns].send_again(job_id)
            return job
    return uow[Jobs].claim(job_id, worker, uow.now)


def announce(
    app: App,
    name: str,
    lanes: Collection[str],
    device: str,
    encoders: Collection[str],
    compute: str = "numpy",
) -> None:
    """Called every few seconds; a worker that stops calling is swept."""
    with app.write() as uow:
        uow[Workers].announce(
            Worker(
                name=name,
                lanes=sorted(lanes),
                device=device,
                compute=compute,
                encoders=sorted(encoders),
                started_at=uow.now,
                heartbeat_at=uow.now,
            )
        )


RELEASE_SECONDS = 5.0
AT_ONCE = 20
"""Jobs that are sent before it is looked again."""


@dataclass(frozen=True)
class DueJob:
    id: int
    kind: str
    lane: str


def due_jobs(app: App, encoders: Collection[str] | None = None) -> list[DueJob]:
    """Jobs to send now, best first, each with its lane; they are marked as sent.

    `encoders` are the names that can be used; None: those that live workers announced.
    """
    with app.read() as uow:
        if encoders is None:
            encoders = usable_encoders(uow)
        if not uow[Jobs].has_due(uow.now, encoders):
            return []
    with app.write() as uow:
        jobs = uow[Jobs].due(uow.now, encoders, AT_ONCE)
        has_gpu = any("gpu" in worker.lanes for worker in uow[Workers].alive(uow.now))
        return [
            DueJob(job.id, job.kind, kind_called(job.kind).lane(has_gpu=has_gpu)) for job in jobs
        ]


def requeue_lost(app: App) -> int:
    """Gives back the jobs whose worker went silent; how many there were."""
    with app.read() as uow:
        if not uow[Jobs].lost(uow.now):
            return 0
    with app.write() as uow:
        uow[Workers].sweep(uow.now)
        lost = uow[Jobs].lost(uow.now)
        for job in lost:
            give_back_job(uow, job, f"the worker {job.worker} went silent")
        return len(lost)


def release_worker(app: App, name: str, *, died: bool = True) -> int:
    """Gives back at once what a worker held that ended; how many jobs.

    A worker that was told to stop (`died=False`) doesn't count against its jobs.
    """

    def release(uow: UnitOfWork) -> int:
        held = uow[Jobs].held_by(name)
        for job in held:
            job.stopped += not died
            _give_back_now(uow, job, "the worker died" if died else "the worker was stopped")
        uow[Workers].remove(name)
        return len(held)

    return retry_write(app, release, RELEASE_SECONDS)


def release_encoding(app: App, name: str) -> int:
    """Gives back at once what the process held that had the encoders of a worker; how many jobs."""

    def release(uow: UnitOfWork) -> int:
        held = [job for job in uow[Jobs].held_by(name) if kind_called(job.kind).takes_encoder]
        for job in held:
            _give_back_now(uow, job, "the process with the encoders died")
        return len(held)

    return retry_write(app, release, RELEASE_SECONDS)


def _give_back_now(uow: UnitOfWork, job: Job, error: str) -> None:
    give_back_job(uow, job, error)
    if job.state == JobState.QUEUED:
        job.run_after = uow.now
