"""Items that are hidden, since people may be asked about them as audits, and who has seen what.

The audit key alone decides, by two windows of equal width that lie half a key apart. Audits come
from the lower one, none from the upper. Keys are random, so at most half of the hidden items become
audits, whichever import they came with. There are two widths. Searches leave out unlabelled items
as far as the audits get soon. A model's prediction for an item is hidden as far as audits ever get,
until people who were asked have settled its label.
"""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import Float, and_, bindparam, exists, func, or_, select
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.orm import aliased
from sqlmodel import col

from service.core.acquisition.audit import HALF, highest_audit_key, kept_back
from service.db.repository import Repository, is_one_of, slices, word
from service.kit.vocabulary import AssignmentState, Counted, ImportState, ItemRole
from service.pool.queries.audit import AuditOrder
from service.pool.queries.conditions import RESERVES
from service.pool.queries.counters import Counters
from service.pool.queries.eligibility import SKIPS_UNTIL_UNANSWERED, has_label, skip_count
from service.pool.queries.imports import Imports
from service.pool.tables.answers import Assignment
from service.pool.tables.items import EXPOSURES, Import, Item
from service.pool.tables.projects import Project

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
RESERVED = tuple(select(col(Item.ordinal)).where(col(Item.id).in_(each)) for each in RESERVES)
CHECKED = tuple(each.where(*UNLABELLED) for each in RESERVED)


def in_windows(key: Any, width: Any) -> Any:
    """An SQL expression: whether an audit key lies in one of the two windows."""
    upper = and_(key > HALF, key <= HALF + width)
    return or_(key <= width, upper)


def _in_window(*keys: Any) -> Any:
    """Ordinals of the unlabelled items of a project that have such keys."""
    return (
        select(col(Item.ordinal))
        .join(Import, col(Import.id) == Item.import_id)
        .where(
            col(Import.project_id) == bindparam("project"),
            col(Import.role) == word(ItemRole.POOL),
            col(Import.state) == word(ImportState.READY),
            *keys,
            *UNLABELLED,
        )
    )


KEY, WIDTH = col(Item.audit_key), bindparam("width", type_=Float)
# One for each range, so that an index gives it. What came back behind a frontier goes out again.
SOON = (
    _in_window(KEY <= WIDTH),
    _in_window(KEY > HALF, KEY <= HALF + WIDTH),
    _in_window(KEY > WIDTH, Import.audit_frontier >= KEY),
)
THOUGHTS_HIDDEN = select(col(Item.id)).where(
    col(Item.id).in_(bindparam("items", expanding=True)),
    or_(in_windows(KEY, WIDTH), and_(~has_label(), _is_out())),
)
_SEEN = (col(Item.project_id) == bindparam("project"), EXPOSURES.c.user_id == bindparam("user"))
_OF_ITEMS = EXPOSURES.join(Item, col(Item.id) == EXPOSURES.c.item_id)
SEEN_OF = select(func.count()).select_from(_OF_ITEMS).where(*_SEEN)
ANY_SEEN = select(EXPOSURES.c.item_id).select_from(_OF_ITEMS).where(*_SEEN).limit(1)


class Blindness(Repository):
    def withheld(self, project: Project) -> set[int]:
        """Ordinals of the unlabelled items that searches, hunts and bulk labelling leave out."""
        values = {"project": project.id, "width": self._soon(project)}
        statements = (*OUT, *SOON, *CHECKED) if project.certifying else (*OUT, *SOON)
        return {int(row[0]) for each in statements for row in self.execute(each, values)}

    def reserved(self, project: Project) -> set[int]:
        """Ordinals of the items that people are asked about for a room's sake, answered or not."""
        if not project.certifying:
            return set()
        values = {"project": project.id}
        return {int(row[0]) for each in RESERVED for row in self.execute(each, values)}

    def thoughts_hidden(self, project: Project, item_ids: Sequence[int]) -> set[int]:
        """The unsettled items, of those given, whose prediction nobody may see.

        While checks are under way these are all items: people must check the machine without
        knowing what it says.
        """
        if project.certifying:
            return {*item_ids}
        width = self.ever(project)
        return {
            int(item_id)
            for part in slices(item_ids)
            for item_id in self.execute(
                THOUGHTS_HIDDEN, {"items": list(part), "width": width}
            ).scalars()
        }

    def ever(self, project: Project) -> float:
        """The width of the windows in which predictions are hidden."""
        n_items = self.uow[Counters].value(project.id, Counted.ITEMS)
        return max(highest_audit_key(n_items), self._soon(project))

    def _soon(self, project: Project) -> float:
        """The key that the next audits reach. Labels don't move it, only audits do."""
        n_items = self.uow[Counters].value(project.id, Counted.ITEMS)
        reserve = self.uow[AuditOrder].reserved(project, kept_back(n_items))
        reached = max((each.probability for each in reserve), default=0.0)
        askable = {each.import_id for each in reserve}
        pools = self.uow[Imports].ready_pools(project.id)
        return max([reached, *(pool.audit_frontier for pool in pools if pool.id in askable)])

    def seen(self, user_id: int, item_ids: Sequence[int]) -> set[int]:
        """The items, of those given, whose prediction this person has seen."""
        mine = EXPOSURES.c.user_id == user_id, EXPOSURES.c.item_id.in_(item_ids)
        return set(self.execute(select(EXPOSURES.c.item_id).where(*mine)).scalars())

    def count_seen(self, project_id: int, user_id: int) -> int:
        """The number of items in a project whose prediction this person has seen."""
        return int(self.execute(SEEN_OF, {"project": project_id, "user": user_id}).scalar_one())

    def any_seen(self, project_id: int, user_id: int) -> bool:
        values = {"project": project_id, "user": user_id}
        return self.execute(ANY_SEEN, values).scalar() is not None

    def has_seen_all(self, project_id: int, user_id: int) -> bool:
        """Whether this person has seen all predictions, and so can give no audit answers."""
        if not self.any_seen(project_id, user_id):
            return False
        n_items = self.uow[Counters].value(project_id, Counted.ITEMS)
        return self.count_seen(project_id, user_id) >= n_items

    def note(self, user_id: int, item_ids: Sequence[int]) -> None:
        """Records that somebody has seen the predictions of these items."""
        rows = [{"item_id": item_id, "user_id": user_id} for item_id in sorted({*item_ids})]
        if rows:
            self.execute(NOTE[self.dialect], rows)
