from collections.abc import Sequence
from dataclasses import dataclass
from typing import Annotated

from pydantic import Field

from service.answers.answer import AnswerBody
from service.kit.fields import Body, SentAnswer
from service.labelling.shapes import ItemText


class PracticeAnswer(Body):
    answer: SentAnswer


@dataclass(frozen=True, kw_only=True)
class PractisedText:
    """One that was answered otherwise than it is settled."""

    item: ItemText
    answer: AnswerBody
    label: Annotated[str, Field(description="The answer in words.")]
    settled: AnswerBody
    settled_label: Annotated[str, Field(description="What it is settled as, in words.")]


@dataclass(frozen=True, kw_only=True)
class PracticeRound:
    """How far the caller's practice has come. Of no texts where there is nothing to practise."""

    texts: Annotated[int, Field(description="In the round.")]
    answered: int
    right: Annotated[int, Field(description="Of those answered, as they are settled.")]
    next: Annotated[ItemText | None, Field(description="Null: all are answered.")]
    differed: Annotated[
        Sequence[PractisedText], Field(description="Answered otherwise, in the round's order.")
    ]


@dataclass(frozen=True, kw_only=True)
class PracticeVerdict:
    right: bool
    answer: Annotated[AnswerBody, Field(description="The first one: it stands.")]
    settled: AnswerBody
    settled_label: Annotated[str, Field(description="What the text is settled as, in words.")]
    round: PracticeRound
