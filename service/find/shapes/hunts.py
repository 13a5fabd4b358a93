"""What a class is looked for by, and what has come of it."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from service.answers.answer import AnswerBody
from service.kit.fields import Body, RowId
from service.labelling.shapes import Columns

MOST_MARKS = 500


@dataclass(frozen=True)
class Hunt:
    """Results of the search for a class, by all people."""

    found: int
    looked: Annotated[
        int,
        Field(description="Number of items checked for the class, in hunts or rounds."),
    ]
    marks: Annotated[
        Sequence[bool],
        Field(
            description=f"Whether each of the last {MOST_MARKS} checked items has the class; "
            "oldest first."
        ),
    ]
    audits: Annotated[int, Field(description="Number of audit items at the last measured round.")]
    audits_of_it: Annotated[int, Field(description="Number of audit items with the class.")]
    share_high: Annotated[
        float | None,
        Field(
            description="Upper 95 % bound of the class's share of the pool, from the audit items; "
            "null before there is a measurement."
        ),
    ]


class NextCandidates(Body):
    limit: Annotated[int, Field(ge=1, le=50)] = 5
    passed_over: Annotated[
        list[RowId],
        Field(
            max_length=50, description="Ids of items to leave out, such as those you have already."
        ),
    ] = []
    like: Annotated[
        list[RowId],
        Field(
            max_length=50, description="Ids of items that look like the class, not labelled yet."
        ),
    ] = []


@dataclass(frozen=True)
class HuntCandidate:
    id: int
    external_id: str | None
    text: str
    columns: Annotated[Columns, Field(description="Values of the project's `columns`, in order.")]


@dataclass(frozen=True)
class HuntCandidates:
    candidates: Annotated[
        Sequence[HuntCandidate], Field(description="Items that may have the class, best first.")
    ]


class NewLook(Body):
    item_id: RowId
    answer: Annotated[
        AnswerBody | None,
        Field(
            description="Label of the item, as annotators send it; null: not this class.",
            examples=[{"class": "refund"}],
        ),
    ]
