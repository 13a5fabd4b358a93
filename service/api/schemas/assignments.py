from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Literal, Self

from pydantic import Field

from service.kit.fields import Body, Response, RowId
from service.loop.labelling.assign_items import Offer
from service.reasons import ReasonCode


class AssignmentRequest(Body):
    limit: Annotated[int, Field(ge=1, le=100, description="With the leases you hold.")] = 1
    holding: Annotated[
        list[RowId],
        Field(max_length=200, description="Your leases that you know: they count, and stay out."),
    ] = []


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


class OfferReasonResponse(Response):
    code: Literal[ReasonCode.DONE, ReasonCode.EMBEDDING, ReasonCode.ALL_LEASED, ReasonCode.PAUSED]
    detail: str
    figures: Annotated[dict[str, int | float], Field(description="The numbers of the sentence.")]


class OfferResponse(Response):
    assignments: list[AssignmentResponse]
    reason: OfferReasonResponse | None
    retry_after: Annotated[int | None, Field(description="Seconds.")]

    @classmethod
    def of(cls, offer: Offer) -> Self:
        return cls(
            assignments=[
                AssignmentResponse(
                    id=lease.id,
                    item=ItemTextResponse(
                        id=lease.item_id,
                        text=lease.text,
                        columns=offer.columns.get(lease.item_id, {}),
                    ),
                    suggestions=[
                        SuggestionResponse.model_validate(
                            {"class": offer.class_names[class_id], "probability": p}
                        )
                        for class_id, p in lease.suggestions or []
                        if class_id in offer.class_names
                    ],
                    flagged=lease.flagged,
                    expires_at=lease.expires_at,
                )
                for lease in offer.assignments
            ],
            reason=offer.reason and OfferReasonResponse.model_validate(offer.reason),
            retry_after=offer.retry_after,
        )


class Skip(Body):
    reason: Annotated[str | None, Field(max_length=500)] = None


class LeaseResponse(Response):
    id: int
    state: str
    expires_at: datetime
