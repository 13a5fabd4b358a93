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
    """A figure of agreement with its 95 % interval. 1: full agreement; 0: no more than chance."""

    value: float | None
    low: float | None
    high: float | None
    items: Annotated[int, Field(description="Number of items that the figure rests on.")]
    reason: Annotated[Reason | None, Field(description="Reason why there is no figure.")]


@dataclass(frozen=True, kw_only=True)
class AgreementShare(AgreementFigure):
    """A plain share with its 95 % interval. 1 means all."""


@dataclass(frozen=True, kw_only=True)
class PersonAgreement:
    user_id: int
    name: str
    agreement: Annotated[
        AgreementFigure, Field(description="Agreement with other people on the same items.")
    ]
    change: Annotated[
        AgreementFigure,
        Field(description="Change in agreement, earlier to later half of the answers; 0: none."),
    ]
    with_labels: Annotated[
        AgreementShare,
        Field(description="Share of the person's answers that match the others' label."),
    ]


@dataclass(frozen=True, kw_only=True)
class PairOfPeople:
    one: int
    other: int
    kappa: Annotated[
        AgreementFigure, Field(description="Agreement of the two people: Cohen's kappa.")
    ]


@dataclass(frozen=True, kw_only=True)
class ClassAgreement:
    class_id: int
    name: str
    agreement: Annotated[
        AgreementFigure,
        Field(description="Agreement on giving this class or not: Krippendorff's alpha."),
    ]
    agreed: Annotated[int, Field(description="Number of items to which everybody gave this class.")]


@dataclass(frozen=True, kw_only=True)
class MixedClasses:
    one: int
    other: int
    items: Annotated[
        int, Field(description="Number of items that got both classes from different people.")
    ]


@dataclass(frozen=True, kw_only=True)
class AgreementReport:
    items: Annotated[
        int, Field(description="Number of items that two or more people were asked for.")
    ]
    sampled: Annotated[
        bool, Field(description="Whether only a random sample of the items is compared.")
    ]
    alpha: Annotated[
        AgreementFigure, Field(description="Agreement of all people: Krippendorff's alpha.")
    ]
    people: Sequence[PersonAgreement]
    pairs: Annotated[
        Sequence[PairOfPeople],
        Field(description="Pairs of people; those with most items in common come first."),
    ]
    classes: Sequence[ClassAgreement]
    mixed: Annotated[
        Sequence[MixedClasses],
        Field(description="Pairs of classes that people mix up, the most frequent first."),
    ]


@dataclass(frozen=True, kw_only=True)
class ReviewedAnswer:
    annotator: Annotated[
        str | None,
        Field(description="Person who answered; null for a file, and for members who decide."),
    ]
    answer: Annotated[
        str | None, Field(description="The answer in words; null if its class is gone.")
    ]
    given: Annotated[
        AnswerBody | None, Field(description="The answer in the form that `adjudicate` takes.")
    ]
    from_file: Annotated[bool, Field(description="Whether the answer came with a file.")]


@dataclass(frozen=True, kw_only=True)
class Disagreement:
    item_id: int
    text: str
    label: str | None
    given: Annotated[
        AnswerBody | None, Field(description="The label in the form that `adjudicate` takes.")
    ]
    answers: Sequence[ReviewedAnswer]
    own: Annotated[
        bool, Field(description="Whether you answered the item: somebody else must decide.")
    ]


@dataclass(frozen=True, kw_only=True)
class SuspectedError:
    """A label that is contradicted by heads which haven't seen it."""

    item_id: int
    text: str
    label: str | None
    label_probability: float
    predicted: str | None
    predicted_probability: float
    wrong: Annotated[float, Field(description="Probability that the label is wrong.")]


@dataclass(frozen=True)
class SuspectedErrors(Page[SuspectedError]):
    results: Sequence[SuspectedError]
    expected_wrong: Annotated[
        float, Field(description="Expected number of wrong labels among the `total`.")
    ]


class ReviewVerdict(Body):
    """A decision on the label of an item."""

    batch: Annotated[
        UUID, Field(description="Id made up by the client: an undo takes back all that has it.")
    ]
    answer: SentAnswer


@dataclass(frozen=True, kw_only=True)
class ReviewNote:
    """A note with its item, its reply and whether it is resolved."""

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
    message: Annotated[
        str | None, Field(description="Reason for skipping, as typed; null if none.")
    ]
    at: datetime


@dataclass(frozen=True, kw_only=True)
class SkippedText:
    """A text without a label that somebody skipped."""

    item_id: int
    text: str
    skips: Annotated[
        Sequence[SkippedBy], Field(description="People who skipped the text, in order of time.")
    ]
    waits: Annotated[
        bool,
        Field(
            description="Whether another person is still to be asked: after two skips nobody is. "
            "Then label it (`items:label`), or have people asked again."
        ),
    ]


class Resolution(Body):
    reply: Annotated[
        str | None,
        Field(
            max_length=LONGEST_REPLY,
            description="Reply to the note's author; null leaves it as it is.",
        ),
    ] = None


class NewReply(Body):
    text: Annotated[str, Field(max_length=LONGEST_REPLY)]


@dataclass(frozen=True, kw_only=True)
class UnreadReply:
    """A reply to one of your own notes."""

    note_id: int
    item_text: str
    kind: str
    text: Annotated[str, Field(description="Text of your note.")]
    reply: str
    replied_at: datetime
