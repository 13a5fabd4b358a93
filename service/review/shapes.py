"""What a review shows and takes: agreement, disagreements, suspected errors, notes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from service.answers.answer import AnswerBody
from service.kit.fields import Body, SentAnswer
from service.kit.page import Page
from service.kit.reasons import Reason

LONGEST_REPLY = 5_000


@dataclass(frozen=True, kw_only=True)
class AgreementFigure:
    """1: full agreement, 0: what chance would bring. With an interval of 95 %."""

    value: float | None
    low: float | None
    high: float | None
    items: Annotated[int, Field(description="That it rests on.")]
    reason: Annotated[Reason | None, Field(description="Why there is no figure.")]


@dataclass(frozen=True, kw_only=True)
class AgreementShare(AgreementFigure):
    """A plain share: 1 is all."""


@dataclass(frozen=True, kw_only=True)
class PersonAgreement:
    user_id: int
    name: str
    agreement: Annotated[AgreementFigure, Field(description="With the others on the same items.")]
    change: Annotated[
        AgreementFigure,
        Field(description="From the earlier to the later half of their answers: 0 is none."),
    ]
    with_labels: Annotated[
        AgreementShare,
        Field(description="Of their answers, those that are the label which others settle."),
    ]


@dataclass(frozen=True, kw_only=True)
class PairOfPeople:
    one: int
    other: int
    kappa: Annotated[AgreementFigure, Field(description="Cohen's kappa.")]


@dataclass(frozen=True, kw_only=True)
class ClassAgreement:
    class_id: int
    name: str
    agreement: Annotated[
        AgreementFigure, Field(description="Krippendorff's alpha of naming it or not.")
    ]
    agreed: Annotated[int, Field(description="Items that everybody says are of it.")]


@dataclass(frozen=True, kw_only=True)
class MixedClasses:
    one: int
    other: int
    items: Annotated[int, Field(description="To which people gave the one and the other class.")]


@dataclass(frozen=True, kw_only=True)
class AgreementReport:
    items: Annotated[int, Field(description="That two people and more were asked for.")]
    sampled: Annotated[bool, Field(description="There are more: these were drawn at random.")]
    alpha: Annotated[AgreementFigure, Field(description="Krippendorff's, over everybody.")]
    people: Sequence[PersonAgreement]
    pairs: Annotated[
        Sequence[PairOfPeople], Field(description="Who shares most items comes first.")
    ]
    classes: Sequence[ClassAgreement]
    mixed: Annotated[Sequence[MixedClasses], Field(description="The most often mixed come first.")]


@dataclass(frozen=True, kw_only=True)
class ReviewedAnswer:
    annotator: Annotated[
        str | None, Field(description="Null for a file, and for members who decide.")
    ]
    answer: Annotated[str | None, Field(description="Null where its class is gone.")]
    given: Annotated[AnswerBody | None, Field(description="The same, as `adjudicate` takes it.")]
    from_file: Annotated[bool, Field(description="It came with a file.")]


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    item_id: int
    text: str
    label: str | None
    given: Annotated[AnswerBody | None, Field(description="The label as `adjudicate` takes it.")]
    answers: Sequence[ReviewedAnswer]
    own: Annotated[bool, Field(description="You answered it yourself: somebody else decides.")]


@dataclass(frozen=True, kw_only=True)
class SuspectedError:
    """A label that heads which haven't seen it contradict."""

    item_id: int
    text: str
    label: str | None
    label_probability: float
    predicted: str | None
    predicted_probability: float
    wrong: Annotated[float, Field(description="The probability that the label is wrong.")]


@dataclass(frozen=True)
class SuspectedErrors(Page[SuspectedError]):
    results: Sequence[SuspectedError]
    expected_wrong: Annotated[
        float, Field(description="How many of the `total` are wrong, on average.")
    ]


class ReviewVerdict(Body):
    """What somebody decides."""

    batch: Annotated[UUID, Field(description="Made by the client: what an undo takes back.")]
    answer: SentAnswer


@dataclass(frozen=True, kw_only=True)
class ReviewNote:
    """A note with its item, and what became of it."""

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


@dataclass(frozen=True)
class SkippedBy:
    annotator: str
    message: Annotated[str | None, Field(description="Why; null: they said nothing.")]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SkippedText:
    """A text without a label that somebody skipped."""

    item_id: int
    text: str
    skips: Annotated[Sequence[SkippedBy], Field(description="The first of them first.")]
    waits: Annotated[
        bool,
        Field(
            description="One person skipped it, so another one is asked. After two nobody is: "
            "label it (`items:label`), or have people asked again."
        ),
    ]


class Resolution(Body):
    reply: Annotated[
        str | None,
        Field(max_length=LONGEST_REPLY, description="What its author reads; null leaves it."),
    ] = None


class NewReply(Body):
    text: Annotated[str, Field(max_length=LONGEST_REPLY)]


@dataclass(frozen=True, kw_only=True)
class UnreadReply:
    """To a note of one's own."""

    note_id: int
    item_text: str
    kind: str
    text: Annotated[str, Field(description="What you wrote.")]
    reply: str
    replied_at: datetime
