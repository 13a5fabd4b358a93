"""What the settings were that figures depend on, and from when on."""

from collections.abc import Mapping

from service.db.unit_of_work import UnitOfWork
from service.kit.page import Page, Paging
from service.kit.vocabulary import Counted
from service.pool.queries.counters import Counters
from service.pool.queries.projects import SettingChanges
from service.pool.tables.project_settings import SETTINGS
from service.pool.tables.projects import Project, SettingChange
from service.projects.shapes import PastSetting, SettingValue

FOLLOWED = [name for name, setting in SETTINGS.items() if setting.is_followed]


def followed_settings(project: Project) -> dict[str, SettingValue]:
    """As they are now."""
    return {name: getattr(project, name) for name in FOLLOWED}


def record_settings(
    uow: UnitOfWork,
    project_id: int,
    before: Mapping[str, SettingValue],
    after: Mapping[str, SettingValue],
    user_id: int,
) -> None:
    """Notes those that are others than before; of a new project all that it has."""
    for name, value in after.items():
        if value != before.get(name):
            record_setting(uow, project_id, name, value, user_id)


def record_setting(
    uow: UnitOfWork, project_id: int, name: str, value: SettingValue, user_id: int | None
) -> None:
    """Notes that a setting is this from now on."""
    uow[SettingChanges].add(
        SettingChange(
            project_id=project_id,
            name=name,
            value=value,
            labels=uow[Counters].value(project_id, Counted.LABELS),
            changed_at=uow.now,
            changed_by=user_id,
        )
    )


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
