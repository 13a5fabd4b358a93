"""What labelling takes and gives: items offered, answers stored, notes."""

import hashlib
import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from pydantic import Field

from service.answers.answer import AnswerBody
from service.kit.errors import PostilError
from service.kit.fields import MAX_PLACE, NO_NUL, Body, RowId, SentAnswer
from service.kit.reasons import Reason, ReasonCode
from service.kit.vocabulary import AssignmentState, OwnMark
from service.pool.queries.items import FirstRow

Columns = Mapping[str, str]
"""Values by the names of their columns, in the project's order; those without a value are out."""
MOST_COLUMNS = 10
LONGEST_VALUE = 1_000
"""Characters that are shown of a value."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


def shown_columns(names: Sequence[str], row: FirstRow) -> Columns:
    """Values as text: all that isn't text as JSON writes it; of long ones the beginning."""
    values = {name: (row.data or {}).get(name) for name in names}
    return {name: _text(value) for name, value in values.items() if value not in (None, "")}


def _text(value: Any) -> str:
    return cut(value if isinstance(value, str) else _encode(value), LONGEST_VALUE)


def cut(text: str, longest: int) -> str:
    """The text, or its beginning with an ellipsis."""
    return text if len(text) <= longest else f"{text[: longest - 1]}…"


OfferCode = Literal[ReasonCode.DONE, ReasonCode.EMBEDDING, ReasonCode.ALL_LEASED, ReasonCode.PAUSED]


class AssignmentRequest(Body):
    limit: Annotated[
        int, Field(ge=1, le=100, description="In all, with those you hold already.")
    ] = 1
    holding: Annotated[
        list[RowId],
        Field(max_length=200, description="Your leases that you know: they count, and stay out."),
    ] = []


class TakeAlong(Body):
    items: Annotated[int, Field(ge=1, le=200, description="With the leases you hold.")]
    hours: Annotated[int, Field(ge=1, le=168, description="At most `take_along_hours`.")]


class GiveBack(Body):
    assignments: Annotated[
        list[RowId],
        Field(min_length=1, max_length=200, description="Those you don't hold are passed over."),
    ]


@dataclass(frozen=True, slots=True)
class GivenBack:
    assignments: Annotated[int, Field(description="That others may get from now on.")]


@dataclass(frozen=True, slots=True)
class ItemText:
    id: int
    text: str
    columns: Annotated[
        Columns, Field(description="What the project shows beside the text, in order.")
    ]


@dataclass(frozen=True, slots=True)
class SuggestedClass:
    label_class: Annotated[str, Field(alias="class")]
    probability: Annotated[float, Field(description="How often such a suggestion is right.")]


@dataclass(frozen=True, slots=True)
class Lease:
    """Neither source nor strategy nor score: audit items must not be recognisable."""

    id: int
    item: ItemText
    suggestions: Annotated[
        Sequence[SuggestedClass],
        Field(description="What a model thinks likely, likeliest first; of many items none."),
    ]
    flagged: Annotated[bool, Field(description="Whether the caller has flagged the item.")]
    expires_at: datetime


@dataclass(frozen=True)
class OfferReason(Reason):
    code: OfferCode


@dataclass(frozen=True, slots=True)
class Offer:
    assignments: Sequence[Lease]
    reason: Annotated[OfferReason | None, Field(description="Why there is nothing (more).")]
    retry_after: Annotated[int | None, Field(description="Seconds.")]


class Skip(Body):
    reason: Annotated[str | None, Field(max_length=500)] = None


@dataclass(frozen=True, slots=True)
class LeaseState:
    id: int
    state: AssignmentState
    expires_at: datetime


class NewAnnotation(Body):
    """An answer as the client sent it; its times are claims and get clamped."""

    item_id: RowId
    assignment_id: RowId | None = None
    answer: SentAnswer
    shown_at: datetime | None = None
    first_input_at: datetime | None = None
    answered_at: datetime | None = None

    def body_hash(self) -> str:
        body = [self.item_id, self.assignment_id, self.answer]
        times = [self.shown_at, self.first_input_at, self.answered_at]
        content = json.dumps([*body, *(str(time) for time in times)], sort_keys=True)
        return hashlib.sha256(content.encode()).hexdigest()


class BulkAnnotation(NewAnnotation):
    id: UUID


class AnnotationAndNext(BulkAnnotation, AssignmentRequest):
    pass


class Bulk(Body):
    annotations: Annotated[list[BulkAnnotation], Field(min_length=1, max_length=500)]


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredAnnotation:
    id: UUID
    item_id: int
    assignment_id: int | None
    answer: AnswerBody
    live: bool
    late: bool
    unasked: Annotated[
        bool,
        Field(
            description="You were never offered the item, or had seen what a model thinks of it: "
            "the answer is kept, but is no audit answer."
        ),
    ]
    received_at: datetime
    answered_at: datetime
    retracted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """As of a problem."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class AnnotationOutcome:
    id: UUID
    status: int
    annotation: StoredAnnotation | None
    refusal: Annotated[Refusal | None, Field(description="Why it isn't stored.")]

    @classmethod
    def stored(cls, annotation: StoredAnnotation, is_new: bool) -> "AnnotationOutcome":
        return cls(annotation.id, 201 if is_new else 200, annotation, None)

    @classmethod
    def refused(cls, annotation_id: UUID, error: PostilError) -> "AnnotationOutcome":
        return cls(annotation_id, error.status, None, Refusal(error.code, error.detail))


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    results: Sequence[AnnotationOutcome]


@dataclass(frozen=True, slots=True)
class OutcomeAndOffer:
    answered: AnnotationOutcome
    next: Offer


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


@dataclass(frozen=True, kw_only=True)
class OwnWork:
    item_id: int
    text: str
    columns: Annotated[Columns, Field(description="What the project shows beside the text.")]
    answer: Annotated[AnswerBody | None, Field(description="Null: you skipped it.")]
    label: Annotated[str | None, Field(description="The answer in words.")]
    flagged: Annotated[bool, Field(description="By you, and nobody has resolved it.")]
    assignment_id: int | None
    at: Annotated[datetime, Field(description="When you answered or skipped it.")]


@dataclass(frozen=True)
class SetAsideAnswers:
    """Of a person."""

    user_id: int
    name: str
    answers: Annotated[int, Field(description="That count no longer.")]
    at: Annotated[datetime, Field(description="When the last of them was set aside.")]


@dataclass(frozen=True)
class SetAsideCount:
    answers: Annotated[int, Field(description="That count no longer, or again, by this call.")]


class ItemsToExclude(Body):
    items: Annotated[list[RowId], Field(min_length=1, max_length=500, description="By id.")]


@dataclass(frozen=True)
class ExclusionChanges:
    changed: int
    items: Annotated[list[int], Field(description="Those that changed: what an undo is about.")]
    passed_over: Annotated[int, Field(description="They have a label, or can't be excluded now.")]


class NewNote(Body):
    kind: Literal["flag", "comment"]
    text: Annotated[str, Field(max_length=5_000)] = ""


@dataclass(frozen=True, slots=True)
class NoteReceipt:
    id: int
    kind: str
    text: str
    created_at: datetime
