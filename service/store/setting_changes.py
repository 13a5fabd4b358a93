from collections.abc import Sequence

from sqlalchemy import func
from sqlmodel import col, select

from service.models import SettingChange, User
from service.store.repository import Repository


class SettingChanges(Repository):
    def page(
        self, project_id: int, *, after: int, limit: int
    ) -> Sequence[tuple[SettingChange, str | None]]:
        """A project's changes in order, each with the name of whoever made it."""
        return self.query(
            select(SettingChange, User.name)
            .outerjoin(User, col(User.id) == SettingChange.changed_by)
            .where(SettingChange.project_id == project_id, SettingChange.id > after)
            .order_by(col(SettingChange.id))
            .limit(limit)
        ).all()

    def last(self, project_id: int) -> int | None:
        """The id of a project's last change."""
        return self.query(
            select(func.max(SettingChange.id)).where(SettingChange.project_id == project_id)
        ).one()
