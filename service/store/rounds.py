from collections.abc import Sequence

from sqlmodel import col, select

from service.models import Round
from service.store.repository import Repository


class RoundRepository(Repository):
    def last(self, project_id: int) -> Round | None:
        return self.query(
            select(Round)
            .where(Round.project_id == project_id)
            .order_by(col(Round.number).desc())
            .limit(1)
        ).one_or_none()

    def get(self, project_id: int, number: int) -> Round | None:
        return self.query(
            select(Round).where(Round.project_id == project_id, Round.number == number)
        ).one_or_none()

    def page(self, project_id: int, *, after: int, limit: int) -> Sequence[Round]:
        return self.query(
            select(Round)
            .where(Round.project_id == project_id, Round.number > after)
            .order_by(col(Round.number))
            .limit(limit)
        ).all()

    def last_measured(self, project_id: int) -> Round | None:
        return self.query(
            select(Round)
            .where(Round.project_id == project_id, col(Round.measured_at).is_not(None))
            .order_by(col(Round.number).desc())
            .limit(1)
        ).one_or_none()
