"""What people were asked, as far as others than those who ask need to know it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func, or_, update
from sqlmodel import col, select

from service.db.repository import Repository, is_one_of, slices, word
from service.kit.vocabulary import ANSWERED, AssignmentState, ImportState, LabelState, Source
from service.pool.queries.eligibility import (
    SKIPS_UNTIL_UNANSWERED,
    active,
    has_label,
    skips,
)
from service.pool.tables.answers import ASSIGNMENTS, Assignment
from service.pool.tables.items import Import, Item
from service.pool.tables.labels import Label

KNOWN_ANSWER_SLOT = -1


class AskedItems(Repository):
    def holders(self, project_id: int, now: datetime) -> int:
        """The number of people who hold items."""
        statement = select(func.count(col(Assignment.user_id).distinct())).where(
            col(Assignment.project_id) == project_id,
            col(Assignment.state) == word(AssignmentState.LEASED),
            col(Assignment.expires_at) > now,
        )
        return int(self.query(statement).one())

    def end_known_answers(self, item_ids: Sequence[int]) -> None:
        """Lets go of the places that earlier known answers have, whose labels are gone."""
        for part in slices(item_ids):
            self.execute(
                update(ASSIGNMENTS)
                .where(
                    ASSIGNMENTS.c.item_id.in_(part),
                    ASSIGNMENTS.c.slot == KNOWN_ANSWER_SLOT,
                    ASSIGNMENTS.c.state == word(AssignmentState.ANSWERED),
                )
                .values(state=AssignmentState.RELEASED)
            )

    def held_ordinals(self, project_id: int) -> list[int]:
        """Ordinals of items that are held or came back, or that need one more answer."""
        leased = self._ordinals(
            project_id,
            or_(col(Assignment.state) == word(AssignmentState.LEASED), col(Assignment.came_back)),
        )
        begun = self.query(
            select(Label.ordinal).where(
                Label.project_id == project_id, col(Label.state) == word(LabelState.PROVISIONAL)
            )
        ).all()
        return [*self.query(leased), *begun]

    def gone(self, item_ids: Sequence[int]) -> set[int]:
        """The items, of those given, that can't go out: taken, answered, or withdrawn."""
        free: set[int] = set()
        for part in slices(item_ids):
            statement = (
                select(Item.id)
                .join(Import, col(Import.id) == Item.import_id)
                .where(
                    col(Item.id).in_(part),
                    Import.state == ImportState.READY,
                    ~or_(active(), has_label()),
                )
            )
            free.update(self.query(statement))
        return {*item_ids} - free

    def skipped_ordinals(self, project_id: int) -> list[int]:
        """Ordinals that two people skipped, or that are excluded: nobody is asked again."""
        skipped = self._ordinals(project_id, Assignment.state == AssignmentState.SKIPPED)
        twice = skipped.group_by(col(Item.ordinal)).having(skips() >= SKIPS_UNTIL_UNANSWERED)
        return list(self.query(twice))

    def picked_ordinals(self, project_id: int, strategy: str) -> list[int]:
        """Ordinals that this strategy chose and somebody answered, in the order of offers."""
        chosen = (word(Source.STRATEGY), word(Source.SEED))
        picked = self._ordinals(
            project_id,
            col(Assignment.source).in_(chosen),
            col(Assignment.strategy).startswith(f"{strategy}@", autoescape=True),
            is_one_of(col(Assignment.state), ANSWERED),
        )
        in_order = picked.group_by(col(Item.ordinal)).order_by(func.min(Assignment.id))
        return list(self.query(in_order))

    def _ordinals(self, project_id: int, *those: Any) -> Any:
        """Of the items of such assignments."""
        statement = select(Item.ordinal).join(Assignment, col(Assignment.item_id) == Item.id)
        return statement.where(Assignment.project_id == project_id, *those)
