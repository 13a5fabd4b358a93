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
    """A practice text whose answer differs from its settled label."""

    item: ItemText
    answer: AnswerBody
    label: Annotated[str, Field(description="The person's answer in words.")]
    settled: AnswerBody
    settled_label: Annotated[str, Field(description="The settled label of the text, in words.")]


@dataclass(frozen=True, kw_only=True)
class PracticeRound:
    """Your progress in practice. It has no texts where there is nothing to practise."""

    texts: Annotated[int, Field(description="Number of texts to practise on; 0 if you need none.")]
    answered: int
    right: Annotated[int, Field(description="Number of answers that match the settled labels.")]
    next: Annotated[
        ItemText | None, Field(description="Next text to answer; null when all are answered.")
    ]
    differed: Annotated[
        Sequence[PractisedText],
        Field(description="Texts whose answer differs from the settled label, in order."),
    ]


@dataclass(frozen=True, kw_only=True)
class PracticeVerdict:
    right: bool
    answer: Annotated[
        AnswerBody, Field(description="Your first answer to the text: only this one counts.")
    ]
    settled: AnswerBody
    settled_label: Annotated[str, Field(description="The settled label of the text, in words.")]
    round: PracticeRound
