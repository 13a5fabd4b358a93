"""What a project's settings were, and from when on."""

from datetime import datetime
from typing import NamedTuple

from service.loop.projects.record_settings import Setting
from service.store.unit_of_work import UnitOfWork


class ShownSettingChange(NamedTuple):
    id: int
    name: str
    value: Setting
    labels: int
    changed_at: datetime
    changed_by: str | None


def show_settings_history(
    uow: UnitOfWork, project_id: int, *, after: int, limit: int
) -> tuple[list[ShownSettingChange], int | None]:
    """A page of its changes, the first settings first, and where the next page starts."""
    found = uow.setting_changes.page(project_id, after=after, limit=limit + 1)
    shown = [
        ShownSettingChange(
            change.id, change.name, change.value, change.labels, change.changed_at, by
        )
        for change, by in found[:limit]
    ]
    return shown, shown[-1].id if len(found) > limit else None
