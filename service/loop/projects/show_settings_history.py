"""What a project's settings were, and from when on."""

from service.kit.page import Page, Paging
from service.loop.projects.shapes import PastSetting
from service.models import SettingChange
from service.store.setting_changes import SettingChanges
from service.store.unit_of_work import UnitOfWork


def show_settings_history(uow: UnitOfWork, project_id: int, paging: Paging) -> Page[PastSetting]:
    """Its changes, the first settings first."""
    changes = uow[SettingChanges].page(project_id, after=paging.after, limit=paging.looked_at)
    return paging.page(changes, lambda one: one[0].id).shown(lambda one: _change(*one))


def _change(change: SettingChange, by: str | None) -> PastSetting:
    return PastSetting(
        id=change.id,
        name=change.name,
        value=change.value,
        labels=change.labels,
        changed_at=change.changed_at,
        changed_by=by,
    )
