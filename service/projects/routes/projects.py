from typing import Annotated

from fastapi import APIRouter, Query

from service.kit.page import Page
from service.projects.create_project import change_project, create_project, delete_project
from service.projects.duplicate_project import duplicate_project
from service.projects.settings_history import show_settings_history
from service.projects.shapes import (
    Duplicate,
    NewProject,
    PastSetting,
    ProjectChange,
    ProjectDetails,
    ProjectSummary,
)
from service.projects.show_project import list_projects, show_project
from service.web.dependencies import Paged
from service.web.door import Guarded, bulk
from service.web.who_may import (
    ArchiveWriter,
    EngineerReader,
    ProjectOpener,
    ProjectReader,
    SignedInReader,
)

router = APIRouter(prefix="/projects", tags=["projects"], route_class=Guarded)


# The largest that its fields allow, in UTF-8: a thousand classes, each with its description.
@router.post("", status_code=201, openapi_extra=bulk(5 * 2**20))
def post_project(body: NewProject, opener: ProjectOpener) -> ProjectDetails:
    """Opens a project. Classes may be left out and added with an import."""
    project = create_project(opener.uow, opener.caller, body, opener.app.settings)
    # Who opens it runs it.
    return show_project(opener.uow, project.id, opener.caller.role, opener.caller.id)


@router.get("")
def get_projects(
    reader: SignedInReader,
    paging: Paged,
    archived: Annotated[bool, Query(description="Those, not the others.")] = False,
) -> Page[ProjectSummary]:
    """The projects that you are in, archived ones or the others."""
    return list_projects(reader.uow, reader.caller, paging, archived=archived)


@router.get("/{project_id}")
def get_project(reader: ProjectReader) -> ProjectDetails:
    """One project with its settings, its classes and your role."""
    return show_project(reader.uow, reader.project_id, reader.role, reader.caller.id)


@router.get("/{project_id}/settings-history")
def get_settings_history(reader: EngineerReader, paging: Paged) -> Page[PastSetting]:
    """What the settings were that figures depend on, and from when on; the first come first."""
    return show_settings_history(reader.uow, reader.project_id, paging)


@router.patch("/{project_id}", openapi_extra=bulk(2**20))
def patch_project(body: ProjectChange, writer: ArchiveWriter) -> ProjectDetails:
    """Changes what is sent and nothing else. `state` pauses, archives and brings back."""
    settings = writer.app.settings
    change_project(writer.uow, writer.project_id, body, settings, by=writer.caller.id)
    return show_project(writer.uow, writer.project_id, writer.role, writer.caller.id)


@router.delete("/{project_id}", status_code=204)
def remove_project(writer: ArchiveWriter) -> None:
    """Deletes a project. Nobody sees it any more, and an hour later its data is cleared away."""
    delete_project(writer.uow, writer.project_id)


@router.post("/{project_id}/duplicate", status_code=201)
def post_duplicate(body: Duplicate, writer: ArchiveWriter) -> ProjectDetails:
    """Opens a project with the settings and classes of this one: no data, nobody but the caller."""
    copy = duplicate_project(writer.uow, writer.caller, writer.project_id, body.name)
    return show_project(writer.uow, copy.id, writer.caller.role, writer.caller.id)
