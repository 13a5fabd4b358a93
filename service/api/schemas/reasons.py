from typing import Annotated, Literal

from pydantic import Field

from service.api.schemas.base import Response
from service.reasons import ReasonCode


class ReasonResponse(Response):
    code: ReasonCode
    detail: str
    figures: Annotated[dict[str, int | float], Field(description="The numbers of the sentence.")]


class OfferReasonResponse(ReasonResponse):
    code: Literal[ReasonCode.DONE, ReasonCode.EMBEDDING, ReasonCode.ALL_LEASED, ReasonCode.PAUSED]


class RefusalResponse(Response):
    """As of a problem."""

    code: str
    detail: str
