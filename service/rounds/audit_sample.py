"""The audit sample: its strata, and how it grows over items that came with their labels."""

from collections.abc import Mapping, Sequence, Set

import numpy as np

from service.app import App
from service.core.acquisition.audit import AUDIT_RESERVE, BEFORE_ALL_KEYS, free_depth, schedule_of
from service.core.arrays import IntArray
from service.core.evaluation.strata import Strata, group_by_depth
from service.db.unit_of_work import UnitOfWork
from service.kit.vocabulary import Counted
from service.pool.queries.audit import AuditOrder, Depth
from service.pool.queries.blindness import Blindness
from service.pool.queries.counters import Counters
from service.pool.queries.imports import Imports
from service.pool.queries.labels import LabelRows
from service.pool.queries.projects import Projects
from service.pool.tables.projects import Project


def audit_strata(depths: Sequence[Depth]) -> tuple[dict[int, int], Strata]:
    """The stratum of each import, and how large the strata are."""
    stratum = group_by_depth(
        np.array([depth.frontier for depth in depths]),
        np.array([depth.following for depth in depths]),
        np.array([depth.sampled for depth in depths], dtype=np.int64),
    )
    sizes = np.bincount(stratum, weights=[depth.size for depth in depths])
    unanswered = np.bincount(stratum, weights=[len(depth.unanswered) for depth in depths])
    strata = Strata(sizes.astype(np.int64), unanswered.astype(np.int64))
    return {d.import_id: int(h) for d, h in zip(depths, stratum, strict=True)}, strata


def unanswered_of(depths: Sequence[Depth], stratum_of: Mapping[int, int]) -> IntArray:
    """Ordinals of audit items without an answer, stratum by stratum."""
    in_order = sorted(depths, key=lambda depth: stratum_of[depth.import_id])
    return np.array([o for depth in in_order for o in depth.unanswered], dtype=np.int64)


def imports_of(stratum_of: Mapping[int, int], strata: Strata) -> list[list[int]]:
    """Those of each stratum."""
    imports: list[list[int]] = [[] for _ in strata.sizes]
    for import_id, stratum in stratum_of.items():
        imports[stratum].append(import_id)
    return imports


def off_limits(uow: UnitOfWork, project: Project) -> list[int]:
    """Ordinals of what is audited, what may soon be, and of open checks of a certificate."""
    return [
        *uow[AuditOrder].ordinals(project.id),
        *(item.ordinal for item in uow[AuditOrder].reserved(project, AUDIT_RESERVE)),
        *uow[Blindness].reserved(project),
    ]


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


def take_up_sample(uow: UnitOfWork, import_id: int, level: float) -> float:
    """The frontier of an import whose items were another's before, up to theirs (`level`): as far
    as all have their answer. Further on people are asked in turn."""
    first = uow[AuditOrder].first_askable(import_id, BEFORE_ALL_KEYS, level)
    key = level if first is None else uow[AuditOrder].last_before(import_id, first)
    return BEFORE_ALL_KEYS if key is None else key


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
