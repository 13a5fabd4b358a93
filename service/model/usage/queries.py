"""What a model was used on, by day."""

from collections.abc import Sequence

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select

from service.db.repository import Repository
from service.model.usage.tables import DAYS_OF_USE, DayOfUse, Tally

BEGUN = {
    dialect: insert(DAYS_OF_USE).on_conflict_do_nothing()
    for dialect, insert in (("postgresql", postgresql.insert), ("sqlite", sqlite.insert))
}


class DaysOfUse(Repository):
    def held(self, project_id: int, number: int, day: int) -> DayOfUse | None:
        """Nobody else adds to it meanwhile."""
        one = select(DayOfUse).where(
            DayOfUse.project_id == project_id, DayOfUse.round == number, DayOfUse.day == day
        )
        return self.query(one.with_for_update()).one_or_none()

    def begin(self, project_id: int, number: int, day: int, pool: Tally, used: Tally) -> None:
        """Unless somebody else has."""
        row = {"project_id": project_id, "round": number, "day": day, "pool": pool, "used": used}
        self.execute(BEGUN[self.dialect], row)

    def of(self, project_id: int) -> Sequence[DayOfUse]:
        """The earliest first."""
        days = select(DayOfUse).where(DayOfUse.project_id == project_id)
        return self.query(days.order_by(col(DayOfUse.day), col(DayOfUse.round))).all()
