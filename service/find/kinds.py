"""The map of a project's texts: drawn when somebody asks for it."""

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, Urgency, register
from service.jobs.queries.jobs import Jobs
from service.jobs.shapes import JobStatus
from service.pool.queries.projects import Projects

DRAW_MAP = register(
    JobKind(
        name="draw_map",
        title="Drawing the map",
        when_ended="The last map stays, if there is one.",
        handler="service.find.maps:draw_map",
        priority=4,
        niceness=4,
        urgency=Urgency.AWAITED,
        one_at_a_time=True,
        excludes="draw_map",
        comes_back="A map can be asked for again.",
        unit="text",
    )
)


def start_map(uow: UnitOfWork, project_id: int) -> JobStatus:
    """The job that draws it, or the one that is open already."""
    uow[Projects].lock(project_id)
    if waiting := uow[Jobs].open_of(project_id, DRAW_MAP.name):
        return JobStatus.of(waiting[-1])
    return JobStatus.of(uow[Jobs].add(DRAW_MAP.job(project_id, uow.now)))
