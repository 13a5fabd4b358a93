from fastapi import APIRouter

from service.api.dependencies import AppDep, CurrentPrincipal, Id, PageSize, Place
from service.api.door import Guarded
from service.api.schemas.jobs import JobResponse
from service.api.schemas.rounds import (
    CurveResponse,
    ProgressResponse,
    RoundPageResponse,
    RoundResponse,
    StatsResponse,
)
from service.loop.figures.show_curve import list_rounds, show_curve
from service.loop.figures.show_progress import show_progress
from service.loop.figures.show_stats import show_stats
from service.loop.jobs.kinds.rank import start_round
from service.loop.people.permissions import require, role_in
from service.vocabulary import Role

router = APIRouter(prefix="/projects/{project_id}", tags=["rounds"], route_class=Guarded)


@router.get("/rounds")
def get_rounds(
    project_id: Id,
    principal: CurrentPrincipal,
    app: AppDep,
    cursor: Place = 0,
    limit: PageSize = 100,
) -> RoundPageResponse:
    """Every round with what it takes to replay it. A page starts at round number `cursor`."""
    with app.read() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        found, following = list_rounds(uow, project_id, first=cursor, limit=limit)
        return RoundPageResponse(
            rounds=[RoundResponse.model_validate(each) for each in found], next=following
        )


@router.post("/rounds", status_code=202)
def post_round(project_id: Id, principal: CurrentPrincipal, app: AppDep) -> JobResponse:
    """Starts a round now, without waiting for more labels."""
    with app.write() as uow:
        require(uow, principal, project_id, Role.ENGINEER)
        return JobResponse.model_validate(start_round(uow, project_id))


@router.get("/curve")
def get_curve(project_id: Id, principal: CurrentPrincipal, app: AppDep) -> CurveResponse:
    """Quality against labels, with intervals. What isn't known is null, with a reason.

    Annotators see none of it: it would tell which items are audited, and who agrees.
    """
    with app.read() as uow:
        role = role_in(uow, principal, project_id)
        return CurveResponse(**show_curve(uow, project_id, role))


@router.get("/progress")
def get_progress(project_id: Id, principal: CurrentPrincipal, app: AppDep) -> ProgressResponse:
    """A few counts, cheap enough to ask for every few seconds from every labelling tab."""
    with app.read() as uow:
        role_in(uow, principal, project_id)
        return ProgressResponse.model_validate(show_progress(uow, project_id, principal.id))


@router.get("/stats")
def get_stats(project_id: Id, principal: CurrentPrincipal, app: AppDep) -> StatsResponse:
    """Counts and your own pace; for engineers people, classes, jobs and the last round too."""
    with app.read() as uow:
        role = role_in(uow, principal, project_id)
        return StatsResponse.model_validate(show_stats(uow, project_id, principal.id, role))
