"""The history of comparisons, and of what a model was used on."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from service.db.repository import Repository
from service.in_use.tables import DAYS_OF_USE, DayOfUse, DriftRecord, Tally
from service.pool.tables.people import User


class DriftRecords(Repository):
    def get(self, project_id: int, record_id: int) -> DriftRecord | None:
        mine = select(DriftRecord).where(DriftRecord.project_id == project_id)
        return self.query(mine.where(DriftRecord.id == record_id)).one_or_none()

    def since(self, project_id: int, begin: datetime) -> Sequence[DriftRecord]:
        """Those that were made from then on."""
        mine = select(DriftRecord).where(DriftRecord.project_id == project_id)
        return self.query(mine.where(DriftRecord.compared_at >= begin)).all()

    def page(
        self, project_id: int, *, after: int, limit: int
    ) -> Sequence[tuple[DriftRecord, str | None]]:
        """In order, each with the name of whoever asked for it."""
        later = _named(project_id).where(DriftRecord.id > after)
        return self.query(later.order_by(col(DriftRecord.id)).limit(limit)).all()

    def last_checked(
        self, project_id: int, since: datetime
    ) -> tuple[DriftRecord, str | None] | None:
        """Likewise, of those with fresh checks."""
        checked = _named(project_id).where(
            col(DriftRecord.checked).is_not(None), DriftRecord.compared_at >= since
        )
        return self.query(checked.order_by(col(DriftRecord.id).desc()).limit(1)).one_or_none()


def _named(project_id: int) -> Select[DriftRecord, str | None]:
    return (
        select(DriftRecord, User.name)
        .outerjoin(User, col(User.id) == DriftRecord.compared_by)
        .where(DriftRecord.project_id == project_id)
    )


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
