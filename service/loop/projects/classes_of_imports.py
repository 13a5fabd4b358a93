"""Classes that come with a file, and go with it."""

from collections.abc import Collection

from service.answers.names import in_order
from service.loop.projects.new_classes import next_key
from service.loop.projects.note_change import note_look
from service.loop.projects.record_settings import record_setting
from service.models import Project
from service.store.classes import Classes
from service.store.unit_of_work import UnitOfWork
from service.vocabulary import ClassState


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
