"""The ranking before there are vectors, so that labelling starts at once: all of it is random.

The audit items stand where they would at any other time. Audit items alone would be known by it:
whoever labels before the first round could tell them.
"""

from service.core.acquisition.audit import interleave, others_from
from service.core.acquisition.audit_schedule import schedule_of
from service.loop.rounds.ranking_rows import audit_rows, random_rows
from service.models import Project
from service.store.audit import AuditOrder
from service.store.counters import Counters
from service.store.rankings import Rankings
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted

OFFERED = 200


def first_ranking(uow: UnitOfWork, project: Project) -> None:
    """Writes the first ranking; a project that has been ranked keeps the one it has."""
    if project.round_number > 0:
        return
    secret, first = int(project.audit_secret), uow[Counters].value(project.id, Counted.HANDED_OUT)
    slots = schedule_of(project.audits).slots(secret, first, OFFERED)
    audits = uow[AuditOrder].next(project, int(slots.sum()))
    taken = {item.item_id for item in audits}
    beyond = max((item.probability for item in audits), default=0.0)
    items = uow[AuditOrder].others(project.id, OFFERED, others_from(secret, first), beyond)
    others = [item for item in items if item.item_id not in taken]
    ready = audit_rows(audits, None), random_rows(others)
    rows = [
        ready[0][place] if is_audit else ready[1][place]
        for is_audit, place in interleave(len(audits), len(others), slots)
    ]
    uow[Rankings].replace(project.id, rows)
