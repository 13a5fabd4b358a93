"""The ranking before there are vectors: audit items only, so that labelling starts at once."""

from service.models import Project
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Source

OFFERED = 200
AUDIT_STRATEGY = "audit@1"


def offer_audit_items(uow: UnitOfWork, project: Project) -> None:
    """Writes the first ranking; a project that has been ranked keeps the one it has."""
    assert project.id is not None
    if project.round_number > 0:
        return
    items = uow.audit.next(project, OFFERED)
    uow.rankings.replace(
        project.id,
        [
            {
                "item_id": item.item_id,
                "source": Source.AUDIT,
                "strategy": AUDIT_STRATEGY,
                "score": None,
                "probability": item.probability,
                "stratum_size": item.stratum_size,
                "suggestion_class": None,
                "suggestion_confidence": None,
                "round": None,
            }
            for item in items
        ],
    )
