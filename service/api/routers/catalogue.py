"""What one can choose from."""

from fastapi import APIRouter

from service.api.dependencies import AppDep, CurrentPrincipal
from service.api.door import Guarded
from service.api.schemas.catalogue import (
    EncoderAnswer,
    EncoderList,
    StrategyAnswer,
    StrategyList,
)
from service.core.acquisition import registry
from service.loop.encoders import known_encoders

router = APIRouter(tags=["catalogue"], route_class=Guarded)


@router.get("/strategies")
def get_strategies(_principal: CurrentPrincipal) -> StrategyList:
    return StrategyList(
        strategies=[StrategyAnswer.model_validate(strategy) for strategy in registry.all()]
    )


@router.get("/encoders")
def get_encoders(_principal: CurrentPrincipal, app: AppDep) -> EncoderList:
    """Encoders, and the live workers that have them; without one, its jobs wait."""
    with app.read() as uow:
        return EncoderList(
            encoders=[EncoderAnswer.model_validate(known) for known in known_encoders(uow)]
        )
