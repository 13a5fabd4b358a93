"""Opens a project like another: its settings and classes, without data."""

from typing import cast

from service.errors import Forbidden
from service.loop.people.permissions import Principal, may_create_projects
from service.loop.projects.create_project import OF_VIEWS, ProjectFields, create_project
from service.loop.projects.new_classes import Colour, NewClass
from service.models import LabelClass, Project
from service.store.unit_of_work import UnitOfWork

NOT_COPIED = {"name", *OF_VIEWS, "seed", "state", "paused_reason"}
"""Of what can be said of a project."""


def duplicate_project(uow: UnitOfWork, principal: Principal, project_id: int, name: str) -> Project:
    """The new one, which the caller runs alone. Its draws are its own."""
    if not may_create_projects(principal):
        raise Forbidden("Opening a project needs the role engineer.")
    found = uow.projects.get(project_id)
    encoder, *views = [view.encoder for view in uow.views.of(project_id)]
    copied = ProjectFields.__annotations__.keys() - NOT_COPIED
    settings = {field: getattr(found, field) for field in copied}
    fields = cast("ProjectFields", {"name": name, "encoder": encoder, "views": views, **settings})
    return create_project(uow, principal, fields, [_like(c) for c in uow.classes.of(project_id)])


def _like(found: LabelClass) -> NewClass:
    colour = cast("Colour | None", found.colour)
    return NewClass(found.name, found.key, found.description, colour, found.code)
