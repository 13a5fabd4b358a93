"""What the settings were that figures depend on; what follows from a change of classes."""

from collections.abc import Collection, Mapping

from service.answers.names import in_order
from service.db.unit_of_work import UnitOfWork
from service.jobs.kinds.embed import request_names
from service.jobs.kinds.rank import request_round
from service.kit.page import Page, Paging
from service.kit.vocabulary import ClassState, Counted
from service.pool.queries.classes import Classes
from service.pool.queries.counters import Counters
from service.pool.queries.projects import SettingChanges
from service.pool.tables.project_settings import SETTINGS
from service.pool.tables.projects import Project, SettingChange
from service.projects.new_classes import next_key
from service.projects.shapes.projects import PastSetting, SettingValue
from service.rounds.views_read import watch_anew

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


def note_change(
    uow: UnitOfWork, project: Project, name: str, value: SettingValue, *, by: int | None
) -> None:
    """Of which classes there are: the history says so, and a round learns them anew."""
    note_look(uow, project)
    record_setting(uow, project.id, name, value, by)
    watch_anew(uow, project)
    if project.embedded_count:
        request_names(uow, project)
        request_round(uow, project, "classes", at_once=True)


def note_look(uow: UnitOfWork, project: Project) -> None:
    """Of how classes look: open screens see that there was one."""
    uow[Classes].changed()
    project.classes_version += 1


def show_classes(uow: UnitOfWork, project: Project, ids: Collection[int], by: int | None) -> None:
    """Those of these classes that nobody saw so far are offered, with the digits that are left.

    After the others by name, so that they are found, and the same whichever row came first. The
    caller holds the project's lock.
    """
    classes = uow[Classes].every(project.id)
    new = [each for each in classes if each.id in {*ids} and each.state is ClassState.HIDDEN]
    places = sorted(each.position for each in new)
    new.sort(key=lambda each: in_order(each.name))
    for each, place in zip(new, places, strict=True):
        each.position = place
    keys = {each.key for each in classes if each.state is ClassState.ACTIVE}
    for each in new:
        each.state, each.key = ClassState.ACTIVE, next_key(keys)
        keys.add(each.key)
    if new:
        note_look(uow, project)
        watch_anew(uow, project)
        record_setting(uow, project.id, "classes_imported", len(new), by)


def hide_classes(uow: UnitOfWork, project: Project, ids: Collection[int], by: int | None) -> None:
    """Those of these classes that are offered are gone, as long as no file brings them again.

    One that another is merged into stays. The caller holds the project's lock.
    """
    classes = uow[Classes].every(project.id)
    kept = {each.merged_into for each in classes if each.state is ClassState.MERGED}
    gone = [
        each for each in classes if each.id in {*ids} - kept and each.state is ClassState.ACTIVE
    ]
    for each in gone:
        each.state, each.key = ClassState.HIDDEN, None
    if gone:
        note_look(uow, project)
        record_setting(uow, project.id, "classes_withdrawn", len(gone), by)
