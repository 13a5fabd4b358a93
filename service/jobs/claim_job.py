"""Gives a worker a job. A message names one; whose turn it is decides which it gets."""

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JOB_KINDS
from service.jobs.queries.jobs import Jobs
from service.jobs.queries.turns import JobTurns
from service.jobs.queries.workers import Workers
from service.jobs.tables import Job


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
