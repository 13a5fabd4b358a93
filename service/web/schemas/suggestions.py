from typing import Annotated

from pydantic import Field

from service.kit.fields import Body, Response, RowId
from service.rounds.suggest import SentSuggestion


class MeasuredResponse(Response):
    """With its interval of 95 %."""

    value: float
    low: float
    high: float


class SuggestionArmResponse(Response):
    answers: Annotated[int, Field(description="The last 500 at most.")]
    median_seconds: MeasuredResponse | None
    agreement: Annotated[
        MeasuredResponse, Field(description="Share that is what the model thought likeliest.")
    ]
    among_suggested: Annotated[
        MeasuredResponse, Field(description="Share that is among what it suggested.")
    ]


class PersonSuggestionResponse(Response):
    user_id: int
    name: str
    shown: SuggestionArmResponse
    withheld: SuggestionArmResponse


class SuggestionEffectResponse(Response):
    """Answers to items with a suggestion by a model, and to those where chance withheld it."""

    model: str
    shown: SuggestionArmResponse
    withheld: SuggestionArmResponse
    people: Annotated[
        list[PersonSuggestionResponse],
        Field(description="The same of each person with answers of both kinds."),
    ]


class NewSuggestion(Body):
    """Of an item by `item_id` or by `external_id`."""

    item_id: RowId | None = None
    external_id: Annotated[str | None, Field(max_length=1_000)] = None
    label_class: Annotated[str, Field(alias="class", max_length=200)]
    probability: Annotated[float, Field(ge=0, le=1)]

    def sent(self) -> SentSuggestion:
        return SentSuggestion(self.item_id, self.external_id, self.label_class, self.probability)


class NewSuggestions(Body):
    model: Annotated[
        str, Field(min_length=1, max_length=80, description="Any name: figures go by it.")
    ]
    suggestions: Annotated[
        list[NewSuggestion], Field(min_length=1, max_length=5_000, description="Up to 6 an item.")
    ]


class TakenSuggestionsResponse(Response):
    items: int
    suggestions: int
