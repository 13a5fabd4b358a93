"""What is said of what rounds go by."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from service.kit.fields import Body, RowId


@dataclass(frozen=True)
class StrategyInfo:
    """A way to choose items, with its name and the paper that describes it."""

    name: str
    version: int
    title: str
    about: Annotated[str, Field(description="What the strategy asks for, in one sentence.")]
    citation: str


class NewSuggestion(Body):
    """A suggested class for an item, named by `item_id` or by `external_id`."""

    item_id: RowId | None = None
    external_id: Annotated[str | None, Field(max_length=1_000)] = None
    label_class: Annotated[str, Field(alias="class", max_length=200)]
    probability: Annotated[float, Field(ge=0, le=1)]


class NewSuggestions(Body):
    model: Annotated[
        str,
        Field(
            min_length=1,
            max_length=80,
            description="Name of the model, as you like: figures are shown under it.",
        ),
    ]
    suggestions: Annotated[
        list[NewSuggestion],
        Field(
            min_length=1,
            max_length=5_000,
            description="Classes suggested for items, up to 6 for each.",
        ),
    ]


@dataclass(frozen=True)
class TakenSuggestions:
    items: int
    suggestions: int
    seen: Annotated[
        int,
        Field(
            description="Number of texts whose predictions you have seen by now. Others must give "
            "their audit answers."
        ),
    ]
    others_must_audit: Annotated[
        str | None,
        Field(description="Notice for you once you have seen predictions for all texts."),
    ]
