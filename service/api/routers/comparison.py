from fastapi import APIRouter

from service.api.dependencies import AppDep, CurrentPrincipal, Id
from service.api.door import Guarded
from service.api.schemas.comparison import LastComparisonResponse
from service.api.schemas.jobs import JobResponse
from service.loop.figures.show_comparison import show_comparison
from service.loop.jobs.kinds.compare import start_comparison
from service.loop.people.permissions import require
from service.vocabulary import Role

router = APIRouter(
    prefix="/projects/{project_id}/comparison", tags=["comparison"], route_class=Guarded
)


@router.get("")
def get_comparison(
    project_id: Id, principal: CurrentPrincipal, app: AppDep
) -> LastComparisonResponse:
    """What other strategies would have reached on the project's own labels, the last time."""
    with app.read() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        return LastComparisonResponse.model_validate(show_comparison(uow, project_id))


@router.post("", status_code=202)
def post_comparison(project_id: Id, principal: CurrentPrincipal, app: AppDep) -> JobResponse:
    """Asks for one now; 409 below 200 settled labels."""
    with app.write() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        return JobResponse.model_validate(start_comparison(uow, project_id))
