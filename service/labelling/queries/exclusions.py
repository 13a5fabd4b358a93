"""Items that are asked of nobody, because somebody who runs the project excluded them."""

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlmodel import col
from sqlmodel import select as select_rows

from service.db.repository import Repository, word
from service.kit.vocabulary import AssignmentState, Source
from service.labelling.tables import Assignment
from service.pool.queries.eligibility import EXCLUSION, excluded


class Exclusions(Repository):
    def count(self, project_id: int) -> int:
        """How many unlabelled items are excluded."""
        statement = select(func.count()).select_from(excluded(project_id, "id").subquery())
        return int(self.execute(statement).scalar_one())

    def ordinals(self, project_id: int) -> list[int]:
        """Of the unlabelled ones."""
        return list(self.execute(excluded(project_id, "ordinal")).scalars())

    def exclude(self, project_id: int, item_ids: Sequence[int], user_id: int) -> None:
        """Excludes items that this person hasn't skipped, nor answered."""
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
        """Those of the items that this person skipped: two may have, and nobody is asked."""
        statement = select(col(Assignment.item_id)).where(
            col(Assignment.item_id).in_(item_ids),
            col(Assignment.user_id) == user_id,
            col(Assignment.state) == word(AssignmentState.SKIPPED),
        )
        return set(self.execute(statement).scalars())

    def hold(self, project_id: int, item_ids: Sequence[int]) -> Sequence[Assignment]:
        """The skips by which these items are excluded; they are held."""
        return self.query(
            select_rows(Assignment)
            .where(
                Assignment.project_id == project_id,
                col(Assignment.item_id).in_(item_ids),
                col(Assignment.state) == word(AssignmentState.SKIPPED),
                col(Assignment.strategy) == EXCLUSION,
            )
            .order_by(col(Assignment.id))
            .with_for_update(key_share=True)
        ).all()
