"""The audit order: a uniform random order of the pool, fixed when the items came in.

An import is a stratum. Its audit sample is all of it at or below its frontier, whoever
labelled it; the next sample items come from the stratum that is furthest behind its share.
"""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import and_, exists, func, or_
from sqlmodel import col, select

from service.core.acquisition.audit import most_audits
from service.models import Annotation, Assignment, Import, Item, Label, Project
from service.store.imports import ImportRepository
from service.store.leasing import SKIPS_UNTIL_UNANSWERED, active, has_label, skip_count
from service.store.repository import Repository, word
from service.vocabulary import AssignmentState, ImportState, ItemRole, LabelState


@dataclass(frozen=True)
class AuditItem:
    item_id: int
    ordinal: int
    import_id: int
    stratum_size: int
    probability: float
    """Of being in the audit sample by the time this item is: its place over the stratum's size."""


class AuditRepository(Repository):
    def next(self, project: Project, count: int) -> list[AuditItem]:
        """The next items of the audit order that can be handed out: first what came back.

        New ones only until the audit sample is as large as it may get.
        """
        assert project.id is not None
        again = self._came_back(project.id, count)
        new = min(count - len(again), self.left(project))
        return [*again, *self.ahead(project.id, new)]

    def left(self, project: Project) -> int:
        """How many items the audit sample may still grow by."""
        assert project.id is not None
        return max(0, most_audits(project.item_count) - len(self.ordinals(project.id)))

    def ordinals(self, project_id: int) -> list[int]:
        """The audit sample: every pool item at or below its import's frontier."""
        return list(self.session.exec(_sample(select(Item.ordinal), project_id)).all())

    def reserved(self, project: Project, count: int) -> list[int]:
        """Ordinals of the next `count` items of the audit order, as far as the sample may grow.

        Labelled ones count too: where the reserve ends must not depend on labels.
        """
        assert project.id is not None
        count = min(count, self.left(project))
        return [item.ordinal for item in self.ahead(project.id, count, all_of_them=True)]

    def ahead(self, project_id: int, count: int, *, all_of_them: bool = False) -> list[AuditItem]:
        """The next `count` items beyond the frontiers, strata in proportion to their size.

        Those that can be handed out, unless `all_of_them` are asked for.
        """
        if count <= 0:
            return []
        found = [
            (item.probability, item)
            for stratum in ImportRepository(self.session).ready_pools(project_id)
            for item in self._stratum(
                stratum, count, () if all_of_them else (~active(), ~has_label())
            )
        ]
        return [item for _, item in sorted(found, key=lambda pair: pair[0])[:count]]

    def _stratum(self, stratum: Import, count: int, conditions: tuple[Any, ...]) -> list[AuditItem]:
        assert stratum.id is not None
        reached = ImportRepository(self.session).reached(stratum)
        rows = self.session.exec(
            select(Item.id, Item.ordinal)
            .where(*_in_pool(stratum.id, Item.audit_key > stratum.audit_frontier))
            .where(*conditions)
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
        """Items of the audit sample that nobody has, without an answer, that may go out again."""
        rows = self.session.exec(
            _sample(select(Item.id, Item.ordinal, Item.import_id, Import.inserted), project_id)
            .where(~active(), ~has_label(), skip_count() < SKIPS_UNTIL_UNANSWERED)
            .order_by(col(Item.audit_key))
            .limit(count)
        ).all()
        return [
            AuditItem(item_id, ordinal, import_id, size, 1.0)
            for item_id, ordinal, import_id, size in rows
            if item_id is not None
        ]

    def unanswered(self, project_id: int) -> int:
        """Audit items without a label that people saw: the estimate shows both ways.

        Someone skipped them, or those who answered don't agree; nobody has them just now.
        """
        answers = (
            select(func.count(col(Annotation.id)))
            .where(col(Annotation.item_id) == Item.id, col(Annotation.live))
            .scalar_subquery()
        )
        settled = exists().where(
            col(Label.item_id) == Item.id, col(Label.state) == word(LabelState.SETTLED)
        )
        leased = exists().where(
            col(Assignment.item_id) == Item.id,
            col(Assignment.state) == word(AssignmentState.LEASED),
        )
        open_ones = (
            _sample(select(func.count()), project_id)
            .join(Project, col(Project.id) == Import.project_id)
            .where(~settled, ~leased)
        )
        disagreed = answers >= Project.overlap
        skipped = and_(skip_count() > 0, answers == 0)
        return int(self.session.exec(open_ones.where(or_(disagreed, skipped))).one())


def _sample(query: Any, project_id: int) -> Any:
    return (
        query.select_from(Item)
        .join(Import, col(Import.id) == Item.import_id)
        .where(
            Import.project_id == project_id,
            Import.role == ItemRole.POOL,
            Import.state == ImportState.READY,
            Item.audit_key <= Import.audit_frontier,
        )
    )


def _in_pool(import_id: int, *conditions: Any) -> tuple[Any, ...]:
    return (Item.import_id == import_id, Item.role == ItemRole.POOL, *conditions)
