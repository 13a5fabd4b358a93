"""Keeps an attempt at a job that lost it from writing into what another one goes on with."""

from service.loop.jobs.run_job import JobRun, JobTaken
from service.store.jobs import Jobs
from service.store.unit_of_work import UnitOfWork


def assert_claimed(uow: UnitOfWork, run: JobRun) -> None:
    """Raises `JobTaken` unless the job is this attempt's: nobody else writes what follows."""
    if not uow[Jobs].is_held(run.job_id, run.attempts):
        raise JobTaken(f"job {run.job_id} was given up, or goes on elsewhere")
