"""What one can choose from."""

from fastapi import APIRouter

from service.api.door import Guarded
from service.api.schemas.catalogue import (
    EncoderListResponse,
    EncoderResponse,
    JobKindListResponse,
    JobKindResponse,
    StrategyListResponse,
    StrategyResponse,
)
from service.api.who_may import SignedInReader
from service.core.acquisition import registry
from service.loop.jobs.kind import job_kinds
from service.loop.vectors.encoders import known_encoders

router = APIRouter(tags=["catalogue"], route_class=Guarded)


@router.get("/strategies")
def get_strategies(_reader: SignedInReader) -> StrategyListResponse:
    return StrategyListResponse(
        strategies=[StrategyResponse.model_validate(strategy) for strategy in registry.all()]
    )


@router.get("/encoders")
def get_encoders(reader: SignedInReader) -> EncoderListResponse:
    """Encoders, and the live workers that have them; without one, its jobs wait."""
    return EncoderListResponse(
        encoders=[EncoderResponse.model_validate(known) for known in known_encoders(reader.uow)]
    )


@router.get("/job-kinds")
def get_job_kinds(_reader: SignedInReader) -> JobKindListResponse:
    """Kinds of background work: what each does, and what comes of it when it is ended early."""
    return JobKindListResponse(
        kinds=[JobKindResponse.model_validate(kind) for kind in job_kinds().values()]
    )
