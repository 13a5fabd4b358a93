from typing import Annotated

from fastapi import APIRouter, Query

from service.api.dependencies import Paged
from service.api.door import Guarded, bulk
from service.api.schemas.projects import (
    Duplicate,
    NewProject,
    ProjectChange,
    ProjectResponse,
    ProjectSummaryResponse,
    SettingChangeResponse,
)
from service.api.who_may import (
    ArchiveWriter,
    EngineerReader,
    ProjectOpener,
    ProjectReader,
    SignedInReader,
)
from service.kit.page import Page
from service.loop.projects.create_project import change_project, create_project, delete_project
from service.loop.projects.duplicate_project import duplicate_project
from service.loop.projects.further_views import further_views
from service.loop.projects.show_project import list_projects, show_project
from service.loop.projects.show_settings_history import show_settings_history
from service.loop.vectors.encoders import check_allowed

router = APIRouter(prefix="/projects", tags=["projects"], route_class=Guarded)


# The largest that its fields allow, in UTF-8: a thousand classes, each with its description.
@router.post("", status_code=201, openapi_extra=bulk(5 * 2**20))
def post_project(body: NewProject, opener: ProjectOpener) -> ProjectResponse:
    """Opens a project. Classes may be left out and added with an import."""
    settings = opener.app.settings
    fields = body.fields()
    fields.setdefault("encoder", settings.encoder)
    fields.setdefault("currency", settings.currency)
    check_allowed(fields["encoder"], settings)
    for view in fields.get("views") or ():
        check_allowed(view, settings, field="views")
    further = further_views(opener.uow, fields["encoder"], body.answer_kind, settings)
    fields.setdefault("views", further)
    classes = [new.wanted() for new in body.classes]
    project = create_project(opener.uow, opener.caller, fields, classes)
    # Who opens it runs it.
    shown = show_project(opener.uow, project.id, opener.caller.role, opener.caller.id)
    return ProjectResponse.model_validate(shown)


@router.get("")
def get_projects(
    reader: SignedInReader,
    paging: Paged,
    archived: Annotated[bool, Query(description="Those, not the others.")] = False,
) -> Page[ProjectSummaryResponse]:
    found = list_projects(reader.uow, reader.caller, paging, archived=archived)
    return found.shown(ProjectSummaryResponse.model_validate)


@router.get("/{project_id}")
def get_project(reader: ProjectReader) -> ProjectResponse:
    shown = show_project(reader.uow, reader.project_id, reader.role, reader.caller.id)
    return ProjectResponse.model_validate(shown)


@router.get("/{project_id}/settings-history")
def get_settings_history(reader: EngineerReader, paging: Paged) -> Page[SettingChangeResponse]:
    """What the settings were that figures depend on, and from when on; the first come first."""
    found = show_settings_history(reader.uow, reader.project_id, paging)
    return found.shown(SettingChangeResponse.model_validate)


@router.patch("/{project_id}", openapi_extra=bulk(2**20))
def patch_project(body: ProjectChange, writer: ArchiveWriter) -> ProjectResponse:
    """Changes what is sent and nothing else. `state` pauses, archives and brings back."""
    for view in body.views or ():
        check_allowed(view, writer.app.settings, field="views")
    change_project(writer.uow, writer.project_id, body.fields(), by=writer.caller.id)
    shown = show_project(writer.uow, writer.project_id, writer.role, writer.caller.id)
    return ProjectResponse.model_validate(shown)


@router.delete("/{project_id}", status_code=204)
def remove_project(writer: ArchiveWriter) -> None:
    delete_project(writer.uow, writer.project_id)


@router.post("/{project_id}/duplicate", status_code=201)
def post_duplicate(body: Duplicate, writer: ArchiveWriter) -> ProjectResponse:
    """Opens a project with the settings and classes of this one: no data, nobody but the caller."""
    made = duplicate_project(writer.uow, writer.caller, writer.project_id, body.name)
    shown = show_project(writer.uow, made.id, writer.caller.role, writer.caller.id)
    return ProjectResponse.model_validate(shown)
