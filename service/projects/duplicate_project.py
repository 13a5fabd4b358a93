"""Opens a project like another: its settings and classes, without data."""

from service.db.unit_of_work import UnitOfWork
from service.kit.errors import Forbidden
from service.people.permissions import Principal, may_create_projects
from service.pool.queries.classes import Classes
from service.pool.queries.projects import Projects, Views
from service.pool.tables.classes import LabelClass
from service.pool.tables.projects import Project
from service.projects.create_project import open_project
from service.projects.settings import COPIED
from service.projects.shapes import NewClass


def duplicate_project(uow: UnitOfWork, principal: Principal, project_id: int, name: str) -> Project:
    """The new one, which the caller runs alone. Its draws are its own."""
    if not may_create_projects(principal):
        raise Forbidden("Opening a project needs the role engineer.")
    like = uow[Projects].get(project_id)
    project = Project(name=name, **{setting: getattr(like, setting) for setting in COPIED})
    encoders = [view.encoder for view in uow[Views].of(project_id)]
    classes = uow[Classes].of(project_id)
    codes = [each.code for each in classes]
    return open_project(uow, principal, project, encoders, [_like(c) for c in classes], codes)


def _like(label_class: LabelClass) -> NewClass:
    """As it stands there: it was checked when it came."""
    fields = ("name", "key", "description", "colour")
    return NewClass.model_construct(**{name: getattr(label_class, name) for name in fields})
