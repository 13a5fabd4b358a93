"""Sweeping: at most once an hour, and only projects where something ended."""

from datetime import datetime, timedelta

from service.app import App
from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.requests import Requests
from service.projects.queries import Sweeping

SWEEP = register(
    JobKind(
        name="sweep",
        title="Tidying up",
        when_ended="What is no longer used stays on the disk until the next time.",
        handler="service.projects.sweep:sweep",
        priority=9,
        niceness=10,
        excludes="sweep",
        waits_once=True,
        comes_back="It comes again by itself.",
        is_brief=True,
    )
)
KEPT = timedelta(hours=1)
"""So long nothing is cleared away: a round or an export may still be reading it."""
JOBS_KEPT = timedelta(days=30)
"""So long people may ask what became of a job."""


def request_sweeps(app: App) -> int:
    """Queues what is due; how many there were."""
    with app.read() as uow:
        due = uow[Sweeping].due(SWEEP.name, uow.now, KEPT, JOBS_KEPT)
    for project_id in due:
        with app.write() as uow:
            request_sweep(uow, project_id, uow.now)
    return len(due)


def request_sweep(uow: UnitOfWork, project_id: int, run_after: datetime) -> None:
    """Queues one, unless one waits already."""
    uow[Requests].add_once(SWEEP.job(project_id, uow.now, run_after=run_after))
