"""What a project's settings were, and from when on."""

from datetime import datetime
from typing import NamedTuple

from service.kit.page import Page, Paging
from service.loop.projects.record_settings import SettingValue
from service.models import SettingChange
from service.store.unit_of_work import UnitOfWork


class ShownSettingChange(NamedTuple):
    id: int
    name: str
    value: SettingValue
    labels: int
    changed_at: datetime
    changed_by: str | None


def show_settings_history(
    uow: UnitOfWork, project_id: int, paging: Paging
) -> Page[ShownSettingChange]:
    """Its changes, the first settings first."""
    found = uow.setting_changes.page(project_id, after=paging.after, limit=paging.looked_at)
    return paging.page(found, lambda one: one[0].id).shown(lambda one: _change(*one))


def _change(change: SettingChange, by: str | None) -> ShownSettingChange:
    return ShownSettingChange(
        change.id, change.name, change.value, change.labels, change.changed_at, by
    )
