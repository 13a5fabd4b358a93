from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.kit.fields import NO_NUL, Body
from service.kit.reasons import Reason
from service.trials.tables import TrialOutcome

MOST_NAMED = 10


class EncodersToTry(Body):
    encoders: Annotated[
        list[Annotated[str, Field(min_length=1, max_length=300, pattern=NO_NUL)]] | None,
        Field(
            min_length=1,
            max_length=MOST_NAMED,
            description="Encoders to try, as NAME or NAME:MODEL; null: all others that the worker "
            "has.",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class TrialReport(TrialOutcome):
    verdict: Annotated[str, Field(description="Advice on what to do, with the reason.")]
    recommended: Annotated[str | None, Field(description="Encoder to add to `views`, if any.")]
    caveat: str
    level: Annotated[float, Field(description="Confidence level of all intervals together.")]
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class TrialProposal:
    """A trial that would be worth running now."""

    encoders: Annotated[Sequence[str], Field(description="Encoders that the trial would compare.")]
    labels: Annotated[int, Field(description="Number of labelled texts in such a trial.")]
    seconds: Annotated[
        float | None,
        Field(
            description="CPU-seconds of such a trial, if texts are short; null if unknown for some "
            "encoder."
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class LearningProposal:
    """An encoder that learns from labels and may help now. It can't be tried before it is added."""

    encoder: str
    labels: Annotated[
        int, Field(description="Number of labels to learn from: those the strategy chose.")
    ]
    seconds: Annotated[
        float, Field(description="CPU-seconds to learn and to embed all texts, if texts are short.")
    ]


@dataclass(frozen=True)
class LastEncoderTrial:
    trial: TrialReport | None
    reason: Annotated[Reason | None, Field(description="Obstacle to a newer trial, if any.")]
    proposal: Annotated[
        TrialProposal | None,
        Field(
            description="Trial that is worth its cost now: the first at 100 labels, the next at "
            "three times the labels of the last."
        ),
    ]
    learning: Annotated[
        LearningProposal | None,
        Field(
            description="Encoder to add because it learns from labels: it would begin at once, the "
            "project has none, and a worker has it."
        ),
    ]
