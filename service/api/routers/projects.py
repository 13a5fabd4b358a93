from fastapi import APIRouter

from service.api.dependencies import AppDep, CurrentPrincipal, Cursor, Id, PageSize
from service.api.door import Guarded, bulk
from service.api.schemas.projects import (
    NewProject,
    ProjectChange,
    ProjectPageResponse,
    ProjectResponse,
    ProjectSummaryResponse,
)
from service.errors import Forbidden
from service.loop.people.permissions import may_create_projects, require
from service.loop.projects.create_project import (
    NewClass,
    change_project,
    create_project,
    delete_project,
)
from service.loop.projects.show_project import list_projects, show_project
from service.loop.vectors.encoders import check_allowed
from service.vocabulary import Role

router = APIRouter(prefix="/projects", tags=["projects"], route_class=Guarded)


# The largest that its fields allow, in UTF-8: a thousand classes, each with its description.
@router.post("", status_code=201, openapi_extra=bulk(5 * 2**20))
def post_project(body: NewProject, principal: CurrentPrincipal, app: AppDep) -> ProjectResponse:
    """Opens a project. Classes may be left out and added with an import."""
    if not may_create_projects(principal):
        raise Forbidden("Opening a project needs the role engineer.")
    fields = body.model_dump(exclude={"classes"}, exclude_none=True)
    fields.setdefault("encoder", app.settings.encoder)
    check_allowed(fields["encoder"], app.settings)
    classes = [NewClass(**new.model_dump()) for new in body.classes]
    with app.write() as uow:
        project = create_project(uow, principal, fields, classes)
        return ProjectResponse.model_validate(show_project(uow, principal, project.id))


@router.get("")
def get_projects(
    principal: CurrentPrincipal, app: AppDep, cursor: Cursor = 0, limit: PageSize = 100
) -> ProjectPageResponse:
    with app.read() as uow:
        found, following = list_projects(uow, principal, after=cursor, limit=limit)
        return ProjectPageResponse(
            projects=[ProjectSummaryResponse.model_validate(project) for project in found],
            next=following,
        )


@router.get("/{project_id}")
def get_project(project_id: Id, principal: CurrentPrincipal, app: AppDep) -> ProjectResponse:
    with app.read() as uow:
        return ProjectResponse.model_validate(show_project(uow, principal, project_id))


@router.patch("/{project_id}", openapi_extra=bulk(2**20))
def patch_project(
    project_id: Id, body: ProjectChange, principal: CurrentPrincipal, app: AppDep
) -> ProjectResponse:
    """Changes what is sent and nothing else. `state` pauses and resumes."""
    with app.write() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        change_project(uow, project_id, body.model_dump(exclude_unset=True))
        return ProjectResponse.model_validate(show_project(uow, principal, project_id))


@router.delete("/{project_id}", status_code=204)
def remove_project(project_id: Id, principal: CurrentPrincipal, app: AppDep) -> None:
    with app.write() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        delete_project(uow, project_id)
