"""Lets the audit sample grow over items that came with their labels, so that nobody is asked."""

from collections.abc import Set

from service.core.acquisition.audit import free_depth
from service.core.acquisition.audit_schedule import schedule_of
from service.loop.app import App
from service.store.audit import AuditOrder, Depth
from service.store.counters import Counters
from service.store.imports import Imports
from service.store.labels import LabelRows
from service.store.projects import Projects
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted


def grow_audit_sample(app: App, project_id: int) -> None:
    """Moves the frontiers of imports in which everything ahead has its answer.

    They follow the others in proportion and no further: what is audited no longer teaches the
    head that ranks.
    """
    with app.read() as uow:
        exhausted = uow[AuditOrder].exhausted(project_id)
        moves = _moves(uow, project_id, exhausted) if exhausted else {}
    if moves:
        with app.write() as uow:
            uow[Projects].lock(project_id)  # or an answer might be counted by the old frontier
            for import_id, frontier in moves.items():
                move_frontier(uow, project_id, import_id, frontier)


def move_frontier(
    uow: UnitOfWork, project_id: int, import_id: int, key: float, *, by: int | None = None
) -> None:
    """Takes all up to a key into an import's audit sample.

    The caller locks the project or shares it, and holds no more items after this.
    """
    uow[Imports].hold_up_to(import_id, key)
    passed = uow[LabelRows].newly_audited(import_id, key)
    uow[Counters].count(project_id, Counted.AUDIT_LABELS, passed, by=by)
    uow[Imports].move_frontier(import_id, key)


def _moves(uow: UnitOfWork, project_id: int, exhausted: Set[int]) -> dict[int, float]:
    """The new frontier of each import that can follow."""
    depths = uow[AuditOrder].depths(project_id)
    open_depths = [depth for depth in depths if depth.import_id not in exhausted]
    level = free_depth(
        sum(depth.sampled for depth in open_depths),
        sum(depth.size for depth in open_depths),
        schedule_of(uow[Projects].get(project_id).audits).share_of(sum(d.size for d in depths)),
    )
    behind = [d for d in depths if d.import_id in exhausted and d.frontier < level]
    moves = {depth.import_id: _reach(uow, depth, level) for depth in behind}
    return {import_id: key for import_id, key in moves.items() if key is not None}


def _reach(uow: UnitOfWork, depth: Depth, level: float) -> float | None:
    """The largest key up to `level` before one for which somebody would have to be asked."""
    first = uow[AuditOrder].first_askable(depth.import_id, depth.frontier, level)
    return level if first is None else uow[AuditOrder].last_before(depth.import_id, first)
