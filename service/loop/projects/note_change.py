"""What follows from a change of a project's classes."""

from service.loop.jobs.kinds.embed import request_names
from service.loop.jobs.kinds.rank import request_round
from service.loop.projects.record_settings import record_setting
from service.loop.projects.shapes import SettingValue
from service.models import Project
from service.store.classes import Classes
from service.store.unit_of_work import UnitOfWork


def note_change(
    uow: UnitOfWork, project: Project, name: str, value: SettingValue, *, by: int | None
) -> None:
    """Of which classes there are: the history says so, and a round learns them anew."""
    note_look(uow, project)
    record_setting(uow, project.id, name, value, by)
    if project.embedded_count:
        request_names(uow, project)
        request_round(uow, project, "classes", at_once=True)


def note_look(uow: UnitOfWork, project: Project) -> None:
    """Of how classes look: open screens see that there was one."""
    uow[Classes].changed()
    project.classes_version += 1
