from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from service.api.schemas.assignments import AssignmentRequest, OfferResponse
from service.kit.fields import Body, Response, RowId, SentAnswer
from service.loop.labelling.submit_annotation import Answered


class NewAnnotation(Body):
    item_id: RowId
    assignment_id: RowId | None = None
    answer: SentAnswer
    shown_at: datetime | None = None
    first_input_at: datetime | None = None
    answered_at: datetime | None = None

    def answered(self, annotation_id: UUID) -> Answered:
        return Answered(
            id=annotation_id,
            item_id=self.item_id,
            assignment_id=self.assignment_id,
            answer=self.answer,
            shown_at=self.shown_at,
            first_input_at=self.first_input_at,
            answered_at=self.answered_at,
        )


class BulkAnnotation(NewAnnotation):
    id: UUID


class AnnotationAndNext(BulkAnnotation, AssignmentRequest):
    pass


class Bulk(Body):
    annotations: Annotated[list[BulkAnnotation], Field(min_length=1, max_length=500)]


class AnnotationResponse(Response):
    id: UUID
    item_id: int
    assignment_id: int | None
    answer: dict[str, Any]
    live: bool
    late: bool
    unasked: Annotated[
        bool, Field(description="You were never offered the item: it is kept, but is no audit.")
    ]
    received_at: datetime
    answered_at: datetime
    retracted_at: datetime | None


class RefusalResponse(Response):
    """As of a problem."""

    code: str
    detail: str


class BulkRowResponse(Response):
    id: UUID
    status: int
    annotation: AnnotationResponse | None = None
    refusal: Annotated[RefusalResponse | None, Field(description="Why it isn't stored.")] = None


class BulkResponse(Response):
    results: list[BulkRowResponse]


class AnnotationAndNextResponse(Response):
    answered: BulkRowResponse
    next: OfferResponse


class NewNote(Body):
    kind: Literal["flag", "comment"]
    text: Annotated[str, Field(max_length=5_000)] = ""


class NoteResponse(Response):
    id: int
    kind: str
    text: str
    created_at: datetime
