"""Keeps what the settings were that figures depend on: a curve that bends says what it bent at."""

from collections.abc import Mapping

from service.loop.projects.shapes import SettingValue
from service.models import Project, SettingChange
from service.models.project_settings import SETTINGS
from service.store.counters import Counters
from service.store.setting_changes import SettingChanges
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import Counted

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
