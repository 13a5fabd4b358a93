"""Texts that people skipped, and excluded ones: an exclusion is a skip that counts twice."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import func
from sqlalchemy import select as select_columns
from sqlmodel import col, select

from service.db.repository import Repository, word
from service.kit.vocabulary import AssignmentState, ImportState, ItemRole, Source
from service.pool.queries.eligibility import EXCLUSION, excluded, has_label
from service.pool.tables.answers import Assignment
from service.pool.tables.items import Import, Item
from service.pool.tables.people import User


class SkipBy(NamedTuple):
    """A skip of one item by one person."""

    item_id: int
    annotator: str
    reason: str | None
    at: datetime


class Skips(Repository):
    def page(self, project_id: int, *, after: int, limit: int) -> Sequence[Item]:
        """Visible unlabelled pool items that somebody skipped and nobody excluded, after an
        ordinal."""
        statement = select(Item).join(Import, col(Import.id) == Item.import_id)
        wanted = statement.where(*_skipped(project_id), Item.ordinal > after)
        return self.query(wanted.order_by(col(Item.ordinal)).limit(limit)).all()

    def count(self, project_id: int) -> int:
        """The number of items that `page` lists in all."""
        counted = select(func.count()).select_from(Item)
        of_imports = counted.join(Import, col(Import.id) == Item.import_id)
        return int(self.query(of_imports.where(*_skipped(project_id))).one())

    def of(self, item_ids: Sequence[int]) -> dict[int, list[SkipBy]]:
        """The people who skipped each of these items, in the order of time."""
        skips: dict[int, list[SkipBy]] = {item_id: [] for item_id in item_ids}
        rows = self.execute(
            select_columns(
                col(Assignment.item_id),
                col(User.name),
                col(Assignment.skip_reason),
                col(Assignment.ended_at),
            )
            .join(User, col(User.id) == Assignment.user_id)
            .where(col(Assignment.item_id).in_(item_ids), *_IS_SKIPPED)
            .order_by(col(Assignment.ended_at), col(Assignment.id))
        )
        for row in rows:
            skips[row[0]].append(SkipBy._make(row))
        return skips

    def hold(self, item_id: int) -> Sequence[Assignment]:
        """The assignments by which an item was skipped, in order of time, with their rows
        locked."""
        return self.query(
            select(Assignment)
            .where(Assignment.item_id == item_id, *_IS_SKIPPED)
            .order_by(col(Assignment.id))
            .with_for_update(key_share=True)
        ).all()


_IS_SKIPPED = (col(Assignment.state) == word(AssignmentState.SKIPPED),)


def _skipped(project_id: int) -> tuple[Any, ...]:
    theirs = select_columns(col(Assignment.item_id)).where(
        col(Assignment.project_id) == project_id, *_IS_SKIPPED
    )
    return (
        col(Item.id).in_(theirs),
        col(Item.id).not_in(excluded(project_id, "id")),
        col(Item.role) == ItemRole.POOL,
        col(Import.state) == ImportState.READY,
        ~has_label(),
    )


class Exclusions(Repository):
    def count(self, project_id: int) -> int:
        """The number of excluded unlabelled items."""
        statement = select_columns(func.count()).select_from(excluded(project_id, "id").subquery())
        return int(self.execute(statement).scalar_one())

    def ordinals(self, project_id: int) -> list[int]:
        """Ordinals of excluded unlabelled items."""
        return list(self.execute(excluded(project_id, "ordinal")).scalars())

    def exclude(self, project_id: int, item_ids: Sequence[int], user_id: int) -> None:
        """Excludes items that this person has neither skipped nor answered."""
        now = self.uow.now
        self.session.add_all(
            Assignment(
                project_id=project_id,
                item_id=item_id,
                user_id=user_id,
                source=Source.SEARCH,
                strategy=EXCLUSION,
                skip_reason="Excluded",
                leased_at=now,
                expires_at=now,
                ended_at=now,
                state=AssignmentState.SKIPPED,
            )
            for item_id in item_ids
        )

    def skipped_by(self, user_id: int, item_ids: Sequence[int]) -> set[int]:
        """The items, of those given, that this person skipped; two people may have skipped one."""
        statement = select_columns(col(Assignment.item_id)).where(
            col(Assignment.item_id).in_(item_ids),
            col(Assignment.user_id) == user_id,
            *_IS_SKIPPED,
        )
        return set(self.execute(statement).scalars())

    def hold(self, project_id: int, item_ids: Sequence[int]) -> Sequence[Assignment]:
        """The skips by which these items are excluded, with their rows locked."""
        return self.query(
            select(Assignment)
            .where(
                Assignment.project_id == project_id,
                col(Assignment.item_id).in_(item_ids),
                *_IS_SKIPPED,
                col(Assignment.strategy) == EXCLUSION,
            )
            .order_by(col(Assignment.id))
            .with_for_update(key_share=True)
        ).all()
