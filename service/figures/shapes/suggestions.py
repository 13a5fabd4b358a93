"""What suggestions did."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field


@dataclass(frozen=True)
class SuggestionFigure:
    """With its interval of 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class SuggestionArm:
    answers: Annotated[int, Field(description="The last 500 at most.")]
    median_seconds: SuggestionFigure | None
    agreement: Annotated[
        SuggestionFigure, Field(description="Share that is what the model thought likeliest.")
    ]
    among_suggested: Annotated[
        SuggestionFigure, Field(description="Share that is among what it suggested.")
    ]


@dataclass(frozen=True)
class PersonSuggestions:
    user_id: int
    name: str
    shown: SuggestionArm
    withheld: SuggestionArm


@dataclass(frozen=True)
class SuggestionEffect:
    """Answers to items with a suggestion by a model, and to those where chance withheld it."""

    model: str
    shown: SuggestionArm
    withheld: SuggestionArm
    people: Annotated[
        Sequence[PersonSuggestions],
        Field(description="The same of each person with answers of both kinds."),
    ]
