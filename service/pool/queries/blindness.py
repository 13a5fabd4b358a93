"""Items that whoever looks for items passes over, and who has seen what a model thinks of which.

Passed over is what people are at, or are soon asked as an audit. So that it says nothing of an item
to be passed over, as many others are with it that never become audits, each import by itself: those
from half a key farther on. Keys are random, and where the audits get to, the others follow.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import Float, Integer, bindparam, exists, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import col

from service.certify.tables import CHECKS
from service.core.acquisition.audit import BEYOND_ALL_KEYS, kept_back
from service.db.repository import Repository, is_one_of, word
from service.kit.vocabulary import AssignmentState, Counted, ImportState, ItemRole
from service.labelling.tables import Assignment
from service.pool.queries.audit import AuditOrder
from service.pool.queries.counters import Counters
from service.pool.queries.eligibility import SKIPS_UNTIL_UNANSWERED, has_label, skip_count
from service.pool.queries.imports import Imports
from service.pool.tables.items import EXPOSURES, Import, Item
from service.pool.tables.projects import Project

SHIFT = 0.5
"""By so much the keys of the others are larger: an audit sample is a third of a pool at most."""
NOTE = {
    dialect: insert(EXPOSURES).on_conflict_do_nothing()
    for dialect, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


def _is_out() -> Any:
    """Whether somebody has the item of the enclosing query, or has skipped it."""
    held = aliased(Assignment)
    states = (AssignmentState.LEASED, AssignmentState.SKIPPED)
    return exists().where(col(held.item_id) == Item.id, is_one_of(col(held.state), states))


# All are asked at each look for items: built once, because building takes longest.
UNLABELLED = (~has_label(), ~_is_out())


def _out(state: AssignmentState) -> Any:
    """Ordinals of unlabelled items that are out, or that one person skipped."""
    return (
        select(col(Item.ordinal))
        .join(Assignment, col(Assignment.item_id) == Item.id)
        .join(Import, col(Import.id) == Item.import_id)
        .where(
            col(Assignment.project_id) == bindparam("project"),
            col(Assignment.state) == word(state),
            col(Import.state) == word(ImportState.READY),
            ~has_label(),
            skip_count() < SKIPS_UNTIL_UNANSWERED,
        )
    )


OUT = (_out(AssignmentState.LEASED), _out(AssignmentState.SKIPPED))
CAME_BACK = select(col(Item.ordinal)).where(
    col(Item.import_id) == bindparam("import"),
    col(Item.audit_key) <= bindparam("frontier", type_=Float),
    *UNLABELLED,
)
CHECKED = (
    select(col(Item.ordinal))
    .join(CHECKS, CHECKS.c.item_id == Item.id)
    .where(CHECKS.c.project_id == bindparam("project"), CHECKS.c.is_open, *UNLABELLED)
)
OF_RESERVE = select(col(Item.import_id), col(Item.ordinal)).where(
    col(Item.id).in_(bindparam("items", expanding=True)), *UNLABELLED
)
OTHERS = (
    select(col(Item.ordinal))
    .where(
        col(Item.import_id) == bindparam("import"),
        col(Item.role) == word(ItemRole.POOL),
        col(Item.audit_key) > bindparam("above", type_=Float),
        col(Item.audit_key) <= bindparam("up_to", type_=Float),
        *UNLABELLED,
    )
    .limit(bindparam("n", type_=Integer))
)
UPWARDS = OTHERS.order_by(col(Item.audit_key))
DOWNWARDS = OTHERS.order_by(col(Item.audit_key).desc())


class Blindness(Repository):
    def withheld(self, project: Project) -> set[int]:
        """Ordinals of the unlabelled items that search, filters, hunt and bulk pass over."""
        values = {"project": project.id}
        ordinals = {int(row[0]) for statement in OUT for row in self.execute(statement, values)}
        if project.certifying:
            ordinals.update(self.execute(CHECKED, values).scalars())
        items = self.uow[Counters].value(project.id, Counted.ITEMS)
        reserve = self.uow[AuditOrder].reserved(project, kept_back(items))
        ahead = self._ordinals(OF_RESERVE, {"items": [each.item_id for each in reserve]})
        ends = {each.import_id: each.probability for each in reserve}
        for stratum in self.uow[Imports].ready_pools(project.id):
            frontier = max(stratum.audit_frontier, 0.0)
            end = ends.get(stratum.id, frontier)
            behind = self.execute(CAME_BACK, {"import": stratum.id, "frontier": frontier})
            mine = behind.scalars().all(), ahead.get(stratum.id, [])
            ordinals.update(*mine, self._others(stratum.id, frontier + SHIFT, end, *map(len, mine)))
        return ordinals

    def _ordinals(self, statement: Any, values: Mapping[str, Any]) -> dict[int, list[int]]:
        """Ordinals by import."""
        ordinals: dict[int, list[int]] = {}
        for import_id, ordinal in self.execute(statement, values):
            ordinals.setdefault(import_id, []).append(ordinal)
        return ordinals

    def _others(
        self, import_id: int, begin: float, end: float, behind: int, before: int
    ) -> list[int]:
        """As many of an import beyond the key `end`, or all there are: from `begin` down and up."""
        n = behind + before
        values = {"import": import_id, "n": n}
        keys = {"above": end, "up_to": max(begin, end)}
        down = self.execute(DOWNWARDS, values | keys).scalars().all() if n else []
        keys = {"above": max(begin, end), "up_to": BEYOND_ALL_KEYS}
        up = self.execute(UPWARDS, values | keys).scalars().all() if n else []
        up = up[: max(before, n - len(down))]
        return [*up, *down[: n - len(up)]]

    def seen(self, user_id: int, item_ids: Sequence[int]) -> set[int]:
        """Those of some items that were noted for this person."""
        mine = EXPOSURES.c.user_id == user_id, EXPOSURES.c.item_id.in_(item_ids)
        return set(self.execute(select(EXPOSURES.c.item_id).where(*mine)).scalars())

    def note(self, user_id: int, item_ids: Sequence[int]) -> None:
        """That somebody has seen what a model thinks of these items."""
        rows = [{"item_id": item_id, "user_id": user_id} for item_id in sorted({*item_ids})]
        if rows:
            self.execute(NOTE[self.dialect], rows)
