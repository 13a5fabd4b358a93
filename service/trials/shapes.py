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
            description="NAME or NAME:MODEL; null: all others that the worker has.",
        ),
    ] = None


@dataclass(frozen=True, kw_only=True)
class TrialReport(TrialOutcome):
    verdict: Annotated[str, Field(description="What to do, and why.")]
    recommended: Annotated[str | None, Field(description="The encoder to add to `views`, if any.")]
    caveat: str
    level: Annotated[float, Field(description="Of the intervals, all of them together.")]
    made_at: datetime


@dataclass(frozen=True, kw_only=True)
class TrialProposal:
    """That a trial would tell something now."""

    encoders: Annotated[Sequence[str], Field(description="That it would try.")]
    labels: Annotated[int, Field(description="On so many labelled texts.")]
    seconds: Annotated[
        float | None,
        Field(description="Of CPU to read these, if they are short. Null: not known of them all."),
    ]


@dataclass(frozen=True, kw_only=True)
class LearningProposal:
    """That an encoder which learns from labels may bring something now: it can't be tried."""

    encoder: str
    labels: Annotated[int, Field(description="That the strategy chose: it learns from these.")]
    seconds: Annotated[
        float, Field(description="Of CPU to do so and to read all texts, if they are short.")
    ]


@dataclass(frozen=True)
class LastEncoderTrial:
    trial: TrialReport | None
    reason: Annotated[
        Reason | None, Field(description="What is in the way of a newer one, if anything.")
    ]
    proposal: Annotated[
        TrialProposal | None,
        Field(
            description="A trial that is worth its cost now: from 100 labels on, and with three "
            "times those of the last one."
        ),
    ]
    learning: Annotated[
        LearningProposal | None,
        Field(
            description="An encoder to add that learns from the labels: once it would at once, "
            "where the project has none and a worker does."
        ),
    ]
