"""Whether a project's kind of answer has what a use case is about."""

from service.answers import Feature, answer_kind, needs
from service.db.unit_of_work import UnitOfWork
from service.pool.queries.projects import Projects


def project_needs(uow: UnitOfWork, project_id: int, feature: Feature) -> None:
    """`NotForKind` where it hasn't."""
    needs(feature, answer_kind(uow[Projects].get(project_id).answer_kind).lacks)
