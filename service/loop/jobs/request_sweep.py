"""Asks for projects to be swept: at most once an hour, and only those where something ended."""

from datetime import datetime, timedelta

from service.loop.app import App
from service.models import Job
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobKind

KEPT = timedelta(hours=1)
"""So long nothing is cleared away: a round or an export may still be reading it."""
JOBS_KEPT = timedelta(days=30)
"""So long people may ask what became of a job."""


def request_sweeps(app: App) -> int:
    """Queues what is due; how many there were."""
    with app.read() as uow:
        due = uow.sweeping.due(uow.now, KEPT, JOBS_KEPT)
    for project_id in due:
        with app.write() as uow:
            request_sweep(uow, project_id, uow.now)
    return len(due)


def request_sweep(uow: UnitOfWork, project_id: int, run_after: datetime) -> None:
    """Queues one, unless one waits already."""
    key = f"sweep:{project_id}"
    uow.jobs.add_once(
        Job(
            kind=JobKind.SWEEP,
            project_id=project_id,
            priority=9,
            dedupe_key=key,
            mutex=key,
            run_after=run_after,
            created_at=uow.now,
        )
    )
