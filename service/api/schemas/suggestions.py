from typing import Annotated

from pydantic import Field

from service.api.schemas.base import Response


class MeasuredResponse(Response):
    """With its interval of 95 %."""

    value: float
    low: float
    high: float


class SuggestedAnswersResponse(Response):
    answers: Annotated[int, Field(description="The last 500 at most.")]
    median_seconds: MeasuredResponse | None
    agreement: Annotated[
        MeasuredResponse, Field(description="Share that is what the model thought likeliest.")
    ]
    among_three: Annotated[
        MeasuredResponse, Field(description="Share that is among what it suggested.")
    ]


class SuggestionEffectResponse(Response):
    """Answers to items with a suggestion by a model, and to those where chance withheld it."""

    model: str
    shown: SuggestedAnswersResponse
    withheld: SuggestedAnswersResponse
