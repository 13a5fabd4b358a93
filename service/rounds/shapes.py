"""What is said of what rounds go by."""

from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from service.kit.fields import Body, RowId


@dataclass(frozen=True)
class StrategyInfo:
    """A way to choose items: its name, and where it was published."""

    name: str
    version: int
    title: str
    about: Annotated[str, Field(description="What it asks for, in one sentence.")]
    citation: str


class NewSuggestion(Body):
    """Of an item by `item_id` or by `external_id`."""

    item_id: RowId | None = None
    external_id: Annotated[str | None, Field(max_length=1_000)] = None
    label_class: Annotated[str, Field(alias="class", max_length=200)]
    probability: Annotated[float, Field(ge=0, le=1)]


class NewSuggestions(Body):
    model: Annotated[
        str, Field(min_length=1, max_length=80, description="Any name: figures go by it.")
    ]
    suggestions: Annotated[
        list[NewSuggestion], Field(min_length=1, max_length=5_000, description="Up to 6 an item.")
    ]


@dataclass(frozen=True)
class TakenSuggestions:
    items: int
    suggestions: int
    seen: Annotated[
        int,
        Field(
            description="Texts of the project whose predictions you have seen by now. Others must "
            "give the audit answers of these."
        ),
    ]
    others_must_audit: Annotated[
        str | None, Field(description="Said where these are all texts that there are.")
    ]
