"""The ranking before there are vectors: audit items only, so that labelling starts at once."""

from service.loop.rounds.ranking_rows import audit_rows
from service.models import Project
from service.store.unit_of_work import UnitOfWork

OFFERED = 200


def first_ranking(uow: UnitOfWork, project: Project) -> None:
    """Writes the first ranking; a project that has been ranked keeps the one it has."""
    assert project.id is not None
    if project.round_number > 0:
        return
    items = uow.audit.next(project, OFFERED)
    uow.rankings.replace(project.id, audit_rows(items, None))
