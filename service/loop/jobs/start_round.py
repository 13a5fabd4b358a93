"""A round on demand."""

from service.loop.jobs.request_round import request_round
from service.models import Job
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import JobKind


def start_round(uow: UnitOfWork, project_id: int) -> Job:
    """The job of the round that starts now, or of the one that waited already."""
    project = uow.projects.lock(project_id)
    request_round(uow, project, "asked", at_once=True)
    return uow.jobs.open_of(project_id, JobKind.RANK)[-1]
