"""Requests and results of labelling: items offered, answers stored, notes."""

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
"""Values by column name, in the project's order, without columns that have no value."""
MOST_COLUMNS = 10
LONGEST_VALUE = 1_000
"""The most characters that are shown of a value."""

_encode = json.JSONEncoder(ensure_ascii=False).encode


def shown_columns(names: Sequence[str], row: FirstRow) -> Columns:
    """Values as text: text as it is, all else as JSON, and the beginning of long ones."""
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
        int, Field(ge=1, le=100, description="Most items to offer, with those you already hold.")
    ] = 1
    holding: Annotated[
        list[RowId],
        Field(max_length=200, description="Leases you already have: they count, but aren't sent."),
    ] = []


class TakeAlong(Body):
    items: Annotated[
        int, Field(ge=1, le=200, description="Number of items, with those you already hold.")
    ]
    hours: Annotated[
        int, Field(ge=1, le=168, description="Hours to keep items, up to `take_along_hours`.")
    ]


class GiveBack(Body):
    assignments: Annotated[
        list[RowId],
        Field(min_length=1, max_length=200, description="Leases to give back; others are ignored."),
    ]


@dataclass(frozen=True, slots=True)
class GivenBack:
    assignments: Annotated[int, Field(description="Number of items that were given back.")]


@dataclass(frozen=True, slots=True)
class ItemText:
    id: int
    text: str
    columns: Annotated[Columns, Field(description="Values of the project's `columns`, in order.")]


@dataclass(frozen=True, slots=True)
class SuggestedClass:
    label_class: Annotated[str, Field(alias="class")]
    probability: Annotated[float, Field(description="Share of such suggestions that are right.")]


@dataclass(frozen=True, slots=True)
class Lease:
    """An item on lease to you. Source, strategy and score are left out, so that audit items can't
    be recognised."""

    id: int
    item: ItemText
    suggestions: Annotated[
        Sequence[SuggestedClass],
        Field(description="Classes a model thinks likely, likeliest first; often none."),
    ]
    flagged: Annotated[bool, Field(description="Whether you have flagged the item.")]
    expires_at: datetime


@dataclass(frozen=True)
class OfferReason(Reason):
    code: OfferCode


@dataclass(frozen=True, slots=True)
class Offer:
    assignments: Sequence[Lease]
    reason: Annotated[
        OfferReason | None, Field(description="Reason why no (more) items are offered.")
    ]
    retry_after: Annotated[int | None, Field(description="Wait before asking again, in seconds.")]


class Skip(Body):
    reason: Annotated[str | None, Field(max_length=500)] = None


@dataclass(frozen=True, slots=True)
class LeaseState:
    id: int
    state: AssignmentState
    expires_at: datetime


class NewAnnotation(Body):
    """An answer as the client sends it. Its times are checked, and cut to what is possible."""

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
            description="Whether you were never offered the item, or had seen a prediction for it: "
            "the answer is kept, but is no audit answer."
        ),
    ]
    received_at: datetime
    answered_at: datetime
    retracted_at: datetime | None


@dataclass(frozen=True, slots=True)
class Refusal:
    """The reason why an answer was refused, in the words of a `Problem`."""

    code: str
    detail: str


@dataclass(frozen=True, slots=True)
class AnnotationOutcome:
    id: UUID
    status: int
    annotation: StoredAnnotation | None
    refusal: Annotated[Refusal | None, Field(description="Reason why the answer isn't stored.")]

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
    q: Annotated[Words | None, Field(description="Words that must all be in the text.")] = None
    label_class: Annotated[
        Words | None, Field(alias="class", description="Name of a class in your answer.")
    ] = None
    mark: Annotated[
        OwnMark | None,
        Field(description="What you did with it; `flagged`: also items you skipped."),
    ] = None
    total: Annotated[bool, Field(description="Whether to count the results of all pages.")] = False
    cursor: Annotated[
        str | None,
        Field(
            pattern=r"^[0-9]{1,18}-[0-9]{1,16}$",
            description="Value of `next` from the page before.",
        ),
    ] = None
    skip: Annotated[
        int, Field(ge=0, le=MAX_PLACE, description="Number of results to leave out first.")
    ] = 0
    limit: Annotated[int, Field(ge=1, le=500)] = 100


@dataclass(frozen=True, kw_only=True)
class OwnWork:
    item_id: int
    text: str
    columns: Annotated[Columns, Field(description="Values of the project's `columns`.")]
    answer: Annotated[AnswerBody | None, Field(description="Your answer; null if you skipped.")]
    label: Annotated[str | None, Field(description="Your answer in words.")]
    flagged: Annotated[bool, Field(description="Whether your flag is on the item, unresolved.")]
    assignment_id: int | None
    at: Annotated[datetime, Field(description="Time when you answered or skipped the item.")]


@dataclass(frozen=True)
class SetAsideAnswers:
    """Answers of one person that are set aside."""

    user_id: int
    name: str
    answers: Annotated[int, Field(description="Number of answers that no longer count.")]
    at: Annotated[datetime, Field(description="Time when the last answer was set aside.")]


@dataclass(frozen=True)
class SetAsideCount:
    answers: Annotated[int, Field(description="Number of answers set aside or brought back.")]


class ItemsToExclude(Body):
    items: Annotated[
        list[RowId], Field(min_length=1, max_length=500, description="Ids of the items.")
    ]


@dataclass(frozen=True)
class ExclusionChanges:
    changed: int
    items: Annotated[
        list[int], Field(description="Ids of the items that changed: an undo sends them.")
    ]
    passed_over: Annotated[
        int, Field(description="Number of items that can't be changed now, or have a label.")
    ]


class NewNote(Body):
    kind: Literal["flag", "comment"]
    text: Annotated[str, Field(max_length=5_000)] = ""


@dataclass(frozen=True, slots=True)
class NoteReceipt:
    id: int
    kind: str
    text: str
    created_at: datetime
