from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.kit.fields import Body, Response

LONGEST_REPLY = 5_000


class Resolution(Body):
    reply: Annotated[
        str | None,
        Field(max_length=LONGEST_REPLY, description="What its author reads; null leaves it."),
    ] = None


class Reply(Body):
    text: Annotated[str, Field(max_length=LONGEST_REPLY)]


class ReviewNoteResponse(Response):
    id: int
    item_id: int
    item_text: str
    label: str | None
    annotator: str
    kind: str
    text: str
    created_at: datetime
    resolved_at: datetime | None
    reply: str
    replied_by: str | None


class ReplyResponse(Response):
    note_id: int
    item_text: str
    kind: str
    text: Annotated[str, Field(description="What you wrote.")]
    reply: str
    replied_at: datetime
