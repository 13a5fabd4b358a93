"""What this room adds to others."""

from service.db.unit_of_work import UnitOfWork
from service.labelling.queries.assignments import Assignments
from service.pool.tables.projects import Project
from service.rounds.ranking.rank import BEFORE_SWAPPING


@BEFORE_SWAPPING.add
def end_leases(uow: UnitOfWork, project: Project) -> None:
    """Those that ran out, and what came back and nobody needs to be asked any more."""
    uow[Assignments].expire(project.id, uow.now)
    uow[Assignments].forget_returned(project)
