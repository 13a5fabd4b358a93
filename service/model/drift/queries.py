"""The history of comparisons."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, select
from sqlmodel.sql.expression import Select

from service.db.repository import Repository
from service.model.drift.tables import DriftRecord
from service.people.tables import User


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
