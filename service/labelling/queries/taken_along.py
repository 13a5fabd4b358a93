"""Many leases of one person at once, extended or given back."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import true, update
from sqlmodel import col, select

from service.db.repository import Repository, word
from service.kit.vocabulary import AssignmentState
from service.pool.tables.answers import ASSIGNMENTS, Assignment


class TakenAlong(Repository):
    def keep(self, leases: Sequence[int], until: datetime) -> None:
        """Extends leases until a time."""
        those = ASSIGNMENTS.c.id.in_(leases)
        self.execute(update(ASSIGNMENTS).where(those).values(expires_at=until))

    def give_back(self, project_id: int, user_id: int, leases: Sequence[int], now: datetime) -> int:
        """Gives back the leases that this person holds, and returns their number."""
        held = self.query(
            select(Assignment.id)
            .where(
                col(Assignment.id).in_(leases),
                col(Assignment.project_id) == project_id,
                col(Assignment.user_id) == user_id,
                col(Assignment.state) == word(AssignmentState.LEASED),
                col(Assignment.expires_at) > now,
            )
            .order_by(col(Assignment.id))
            .with_for_update(key_share=True)
        ).all()
        released = {"state": word(AssignmentState.RELEASED), "ended_at": now}
        ended = update(ASSIGNMENTS).where(ASSIGNMENTS.c.id.in_(held))
        self.execute(ended.values(came_back=true(), **released))
        return len(held)
