"""The audit order: a uniform random order of the pool, fixed when the items came in.

An import is a stratum. Its audit sample is all of it at or below its frontier, whoever
labelled it; the next sample items come from the stratum that is furthest behind its share.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from service.models import Assignment, Import, Item
from service.store.imports import ImportRepository
from service.store.leasing import SKIPS_UNTIL_UNANSWERED, active, has_label, skip_count
from service.store.repository import Repository
from service.vocabulary import AssignmentState, ItemRole, Source


@dataclass(frozen=True)
class AuditItem:
    item_id: int
    ordinal: int
    import_id: int
    stratum_size: int
    probability: float
    """Of being in the audit sample by the time this item is: its place over the stratum's size."""


class AuditRepository(Repository):
    def next(self, project_id: int, count: int) -> list[AuditItem]:
        """The next items of the audit order that can be handed out: first what came back."""
        again = self._came_back(project_id, count)
        return [*again, *self.ahead(project_id, count - len(again))]

    def ahead(self, project_id: int, count: int) -> list[AuditItem]:
        """The next `count` items beyond the frontiers, strata in proportion to their size."""
        if count <= 0:
            return []
        found = [
            (item.probability, item)
            for stratum in ImportRepository(self.session).ready_pools(project_id)
            for item in self._stratum(stratum, count)
        ]
        return [item for _, item in sorted(found, key=lambda pair: pair[0])[:count]]

    def _stratum(self, stratum: Import, count: int) -> list[AuditItem]:
        assert stratum.id is not None
        reached = ImportRepository(self.session).reached(stratum)
        rows = self.session.exec(
            select(Item.id, Item.ordinal)
            .where(*_in_pool(stratum.id, Item.audit_key > stratum.audit_frontier))
            .where(~active(), ~has_label())
            .order_by(col(Item.audit_key))
            .limit(count)
        ).all()
        size = stratum.inserted
        return [
            AuditItem(item_id, ordinal, stratum.id, size, min(1.0, (reached + place) / size))
            for place, (item_id, ordinal) in enumerate(rows, start=1)
            if item_id is not None
        ]

    def _came_back(self, project_id: int, count: int) -> list[AuditItem]:
        """Audit items that were handed out, ended without an answer and may go out again."""
        handed_out = (
            select(Assignment.item_id)
            .where(
                Assignment.project_id == project_id,
                Assignment.source == Source.AUDIT,
                col(Assignment.state).in_(
                    [AssignmentState.RELEASED, AssignmentState.EXPIRED, AssignmentState.SKIPPED]
                ),
            )
            .distinct()
        )
        rows = self.session.exec(
            select(Item.id, Item.ordinal, Item.import_id, Import.inserted)
            .join(Import, col(Import.id) == Item.import_id)
            .where(
                col(Item.id).in_(handed_out),
                ~active(),
                ~has_label(),
                skip_count() < SKIPS_UNTIL_UNANSWERED,
            )
            .order_by(col(Item.audit_key))
            .limit(count)
        ).all()
        return [
            AuditItem(item_id, ordinal, import_id, size, 1.0)
            for item_id, ordinal, import_id, size in rows
            if item_id is not None
        ]

    def unanswered(self, project_id: int) -> int:
        """Audit items that were skipped and have no answer: the estimate shows both ways."""
        skipped = select(Assignment.item_id).where(
            Assignment.project_id == project_id,
            Assignment.source == Source.AUDIT,
            Assignment.state == AssignmentState.SKIPPED,
        )
        return self.session.exec(
            select(func.count())
            .select_from(Item)
            .where(col(Item.id).in_(skipped), ~active(), ~has_label())
        ).one()

    def handed_out(self, project_id: int) -> int:
        """How many items went out as audits and still stand."""
        return self.session.exec(
            select(func.count(func.distinct(Assignment.item_id))).where(
                Assignment.project_id == project_id, Assignment.source == Source.AUDIT
            )
        ).one()


def _in_pool(import_id: int, *conditions: Any) -> tuple[Any, ...]:
    return (Item.import_id == import_id, Item.role == ItemRole.POOL, *conditions)
