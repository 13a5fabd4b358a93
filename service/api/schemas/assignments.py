from collections.abc import Mapping
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.api.schemas.base import Body, Response
from service.api.schemas.reasons import OfferReasonResponse


class AssignmentRequest(Body):
    limit: Annotated[int, Field(ge=1, le=100)] = 1


class ItemTextResponse(Response):
    id: int
    text: str
    columns: Annotated[
        Mapping[str, str], Field(description="What the project shows beside the text, in order.")
    ] = {}


class SuggestionResponse(Response):
    label_class: Annotated[str, Field(alias="class")]
    probability: Annotated[float, Field(description="How often such a suggestion is right.")]


class AssignmentResponse(Response):
    """Neither source nor strategy nor score: audit items must not be recognisable."""

    id: int
    item: ItemTextResponse
    suggestions: Annotated[
        list[SuggestionResponse],
        Field(description="What a model thinks likely, likeliest first; of many items none."),
    ] = []
    flagged: Annotated[bool, Field(description="Whether the caller has flagged the item.")]
    expires_at: datetime


class OfferResponse(Response):
    assignments: list[AssignmentResponse]
    reason: OfferReasonResponse | None
    retry_after: Annotated[int | None, Field(description="Seconds.")]


class Skip(Body):
    reason: Annotated[str | None, Field(max_length=500)] = None


class LeaseResponse(Response):
    id: int
    state: str
    expires_at: datetime
