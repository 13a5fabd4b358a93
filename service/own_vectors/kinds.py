"""Vectors that somebody sent, in a file that was received."""

from service.db.unit_of_work import UnitOfWork
from service.jobs.kind import JobKind, register
from service.jobs.queries.jobs import Jobs
from service.jobs.tables import Job

TAKE_IN_VECTORS = register(
    JobKind(
        name="own_vectors",
        title="Taking in your vectors",
        when_ended="Nothing of this file is kept. Vectors that were there before stay.",
        handler="service.own_vectors.take_in_vectors:take_in_vectors",
        priority=7,
        niceness=10,
        one_at_a_time=True,
        excludes="own_vectors",
        comes_back="Send the file again.",
        unit="byte",
    )
)


def open_uploads(uow: UnitOfWork, project_id: int) -> list[Job]:
    """The jobs whose files are yet to be read, or being read."""
    return list(uow[Jobs].open_of(project_id, TAKE_IN_VECTORS.name))


def waiting_files(uow: UnitOfWork, project_id: int) -> set[str]:
    """Of these jobs."""
    return {str(job.payload["blob"]) for job in open_uploads(uow, project_id)}
