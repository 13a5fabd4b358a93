"""What one can choose from."""

from fastapi import APIRouter

from service.api.dependencies import AppDep, CurrentPrincipal
from service.api.door import Guarded
from service.api.schemas.catalogue import (
    EncoderListResponse,
    EncoderResponse,
    JobKindListResponse,
    JobKindResponse,
    StrategyListResponse,
    StrategyResponse,
)
from service.core.acquisition import registry
from service.loop.jobs.kind import job_kinds
from service.loop.vectors.encoders import known_encoders

router = APIRouter(tags=["catalogue"], route_class=Guarded)


@router.get("/strategies")
def get_strategies(_principal: CurrentPrincipal) -> StrategyListResponse:
    return StrategyListResponse(
        strategies=[StrategyResponse.model_validate(strategy) for strategy in registry.all()]
    )


@router.get("/encoders")
def get_encoders(_principal: CurrentPrincipal, app: AppDep) -> EncoderListResponse:
    """Encoders, and the live workers that have them; without one, its jobs wait."""
    with app.read() as uow:
        return EncoderListResponse(
            encoders=[EncoderResponse.model_validate(known) for known in known_encoders(uow)]
        )


@router.get("/job-kinds")
def get_job_kinds(_principal: CurrentPrincipal) -> JobKindListResponse:
    """Kinds of background work: what each does, and what comes of it when it is ended early."""
    return JobKindListResponse(
        kinds=[JobKindResponse.model_validate(kind) for kind in job_kinds().values()]
    )
