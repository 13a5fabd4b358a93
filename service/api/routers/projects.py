from fastapi import APIRouter

from service.api.dependencies import Cursor, PageSize
from service.api.door import Guarded, bulk
from service.api.schemas.projects import (
    NewProject,
    ProjectChange,
    ProjectPageResponse,
    ProjectResponse,
    ProjectSummaryResponse,
    SettingChangeResponse,
    SettingsHistoryResponse,
)
from service.api.who_may import (
    EngineerReader,
    EngineerWriter,
    ProjectOpener,
    ProjectReader,
    SignedInReader,
)
from service.loop.projects.create_project import (
    NewClass,
    change_project,
    create_project,
    delete_project,
)
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
    check_allowed(fields["encoder"], settings)
    classes = [NewClass(new.name, new.key, new.description) for new in body.classes]
    project = create_project(opener.uow, opener.caller, fields, classes)
    shown = show_project(opener.uow, project.id, opener.caller.role)  # who opens it runs it
    return ProjectResponse.model_validate(shown)


@router.get("")
def get_projects(
    reader: SignedInReader, cursor: Cursor = 0, limit: PageSize = 100
) -> ProjectPageResponse:
    found, following = list_projects(reader.uow, reader.caller, after=cursor, limit=limit)
    return ProjectPageResponse(
        projects=[ProjectSummaryResponse.model_validate(project) for project in found],
        next=following,
    )


@router.get("/{project_id}")
def get_project(reader: ProjectReader) -> ProjectResponse:
    shown = show_project(reader.uow, reader.project_id, reader.role)
    return ProjectResponse.model_validate(shown)


@router.get("/{project_id}/settings-history")
def get_settings_history(
    reader: EngineerReader, cursor: Cursor = 0, limit: PageSize = 100
) -> SettingsHistoryResponse:
    """What the settings were that figures depend on, and from when on; the first come first."""
    shown, following = show_settings_history(
        reader.uow, reader.project_id, after=cursor, limit=limit
    )
    return SettingsHistoryResponse(
        changes=[SettingChangeResponse.model_validate(change) for change in shown], next=following
    )


@router.patch("/{project_id}", openapi_extra=bulk(2**20))
def patch_project(body: ProjectChange, writer: EngineerWriter) -> ProjectResponse:
    """Changes what is sent and nothing else. `state` pauses and resumes."""
    change_project(writer.uow, writer.project_id, body.fields(), by=writer.caller.id)
    shown = show_project(writer.uow, writer.project_id, writer.role)
    return ProjectResponse.model_validate(shown)


@router.delete("/{project_id}", status_code=204)
def remove_project(writer: EngineerWriter) -> None:
    delete_project(writer.uow, writer.project_id)
