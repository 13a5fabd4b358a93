from collections.abc import Mapping
from datetime import datetime
from typing import Annotated, Any

from pydantic import Field

from service.errors import Invalid
from service.kit.fields import MAX_ID, MAX_PLACE, NO_NUL, Body, Response
from service.loop.labelling.list_own_answers import OwnPaging, OwnQuery
from service.vocabulary import OwnMark

LAST_MOMENT = 253_402_300_799_999_999
"""Microseconds of the last moment that a time can be."""
Words = Annotated[str, Field(max_length=200, pattern=NO_NUL)]


class OwnWorkQuery(Body):
    q: Annotated[Words | None, Field(description="Words, all of which are in the text.")] = None
    label_class: Annotated[
        Words | None, Field(alias="class", description="That your answer names.")
    ] = None
    mark: Annotated[
        OwnMark | None, Field(description="`flagged`: by you, answered or skipped.")
    ] = None
    total: Annotated[bool, Field(description="Whether to count all that are found.")] = False
    cursor: Annotated[
        str | None,
        Field(pattern=r"^[0-9]{1,18}-[0-9]{1,16}$", description="`next` of the page before."),
    ] = None
    skip: Annotated[int, Field(ge=0, le=MAX_PLACE, description="So many are passed over.")] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100

    def query(self) -> OwnQuery:
        return OwnQuery(q=self.q, class_name=self.label_class, mark=self.mark)

    def paging(self) -> OwnPaging:
        before = None
        if self.cursor is not None:
            at, item_id = map(int, self.cursor.split("-"))
            if at > LAST_MOMENT or item_id > MAX_ID:
                raise Invalid("No page gives this cursor.", field="cursor")
            before = at, item_id
        return OwnPaging(before, self.skip, self.limit, self.total)


class OwnWorkResponse(Response):
    item_id: int
    text: str
    columns: Annotated[
        Mapping[str, str], Field(description="What the project shows beside the text.")
    ]
    answer: Annotated[dict[str, Any] | None, Field(description="Null: you skipped it.")]
    label: Annotated[str | None, Field(description="The answer in words.")]
    flagged: Annotated[bool, Field(description="By you, and nobody has resolved it.")]
    assignment_id: int | None
    at: Annotated[datetime, Field(description="When you answered or skipped it.")]
