from typing import Annotated, Any
from uuid import UUID

from pydantic import Field

from service.api.schemas.base import Body, Response, RowId
from service.loop.labelling.decide_items import MOST_DECIDED


class LabelItems(Body):
    batch: Annotated[
        UUID, Field(description="Made by the client: what one undo takes back. May come in parts.")
    ]
    answer: Annotated[dict[str, Any], Field(examples=[{"class": "refund"}])]
    items: Annotated[list[RowId], Field(min_length=1, max_length=MOST_DECIDED)]


class ChangedFromResponse(Response):
    label: Annotated[str | None, Field(description="Null: they had none.")]
    items: int


class LabelledResponse(Response):
    changed: Annotated[int, Field(description="Have another label now, or their first.")]
    unchanged: int
    passed_over: Annotated[int, Field(description="Can't be labelled here now.")]
    changed_from: list[ChangedFromResponse]
