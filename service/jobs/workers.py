"""What a worker can do, and which job it gets.

A message names one; whose turn it is decides which it gets.
"""

from collections.abc import Collection

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JOB_KINDS
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.turns import JobTurns
from service.jobs.queries.workers import Workers
from service.jobs.tables import Job, Worker


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
