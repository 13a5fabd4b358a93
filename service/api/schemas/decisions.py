from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.api.schemas.items import ItemFilters
from service.errors import Invalid
from service.kit.fields import Body, Response, RowId, SentAnswer
from service.loop.items.find_items import ItemQuery
from service.loop.labelling.decide_items import MOST_DECIDED


class LabelItems(Body):
    batch: Annotated[
        UUID, Field(description="Made by the client: what one undo takes back. May come in parts.")
    ]
    answer: SentAnswer
    items: Annotated[
        list[RowId] | None, Field(min_length=1, max_length=MOST_DECIDED, description="By id.")
    ] = None
    matching: Annotated[
        ItemFilters | None,
        Field(description="Instead of `items`: all that are found, 500 at most."),
    ] = None
    dry_run: Annotated[bool, Field(description="Stores nothing, says what would change.")] = False

    def which(self) -> list[int] | ItemQuery:
        if (self.items is None) == (self.matching is None):
            raise Invalid("Send either items or matching.", field="items")
        return self.items or [] if self.matching is None else self.matching.query()


class ChangedFromResponse(Response):
    label: Annotated[str | None, Field(description="Null: they had none.")]
    items: int


class LabelledResponse(Response):
    changed: Annotated[int, Field(description="Have another label now, or their first.")]
    unchanged: int
    passed_over: Annotated[int, Field(description="Can't be labelled here now.")]
    changed_from: list[ChangedFromResponse]
