"""What a class is looked for by, and what has come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field, StringConstraints

from service.answers.answer import AnswerBody
from service.kit.fields import NO_NUL, Body, RowId
from service.labelling.shapes import Columns

MOST_EXAMPLES = 10
MOST_MARKS = 500
Sentence = Annotated[
    str, StringConstraints(strip_whitespace=True, min_length=1, max_length=1_000, pattern=NO_NUL)
]


class ClassExamples(Body):
    examples: Annotated[list[Sentence], Field(max_length=MOST_EXAMPLES)]


@dataclass(frozen=True)
class StoredExamples:
    examples: Sequence[str]


@dataclass(frozen=True)
class ExamplesOfClass:
    class_id: int
    examples: Sequence[str]


@dataclass(frozen=True)
class AllExamples:
    classes: Annotated[Sequence[ExamplesOfClass], Field(description="Those that have some.")]


@dataclass(frozen=True)
class Hunt:
    """What has come of looking for a class, by whomever."""

    found: int
    looked: Annotated[
        int,
        Field(description="Looks that stand, of whoever looked for it or was asked in a round."),
    ]
    marks: Annotated[
        Sequence[bool],
        Field(description=f"Whether it was found, of the last {MOST_MARKS} looks; oldest first."),
    ]
    audits: Annotated[int, Field(description="Audit items of the last measured round.")]
    audits_of_it: Annotated[int, Field(description="Those of them that are of the class.")]
    share_high: Annotated[
        float | None,
        Field(
            description="At most this share of the pool is of the class, in 95 cases of 100, by "
            "the audit items; null before there is a measurement."
        ),
    ]


class NextCandidates(Body):
    limit: Annotated[int, Field(ge=1, le=50)] = 5
    passed_over: Annotated[
        list[RowId], Field(max_length=50, description="Items that you have before you already.")
    ] = []
    like: Annotated[
        list[RowId],
        Field(max_length=50, description="Items that look like the class; nobody has said so."),
    ] = []


@dataclass(frozen=True)
class HuntCandidate:
    id: int
    external_id: str | None
    text: str
    columns: Annotated[Columns, Field(description="What the project shows beside the text.")]


@dataclass(frozen=True)
class HuntCandidates:
    candidates: Annotated[Sequence[HuntCandidate], Field(description="Best first.")]


class NewLook(Body):
    item_id: RowId
    answer: Annotated[
        AnswerBody | None,
        Field(
            description="The item's label, as annotators send it; null: it isn't of the class.",
            examples=[{"class": "refund"}],
        ),
    ]
