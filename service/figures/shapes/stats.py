"""The figures on a project's screen and in the labelling header, and what suggestions did."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Annotated, Literal

from pydantic import Field

from service.core.evaluation.gain import Gain
from service.core.evaluation.metric import Metric
from service.figures.shapes.curve import ENGINEERS, Evaluation, StopLight, StrategyGuard
from service.figures.shapes.rounds import PastRound
from service.jobs.shapes import JobStatus
from service.kit.reasons import Reason
from service.kit.vocabulary import Light, ProjectState
from service.vectors.progress import EncoderState


@dataclass(frozen=True, kw_only=True)
class Progress:
    """What a labelling tab asks for again and again."""

    state: Annotated[
        Literal[ProjectState.ACTIVE, ProjectState.PAUSED, ProjectState.ARCHIVED],
        Field(description="Texts are handed out only while it is active."),
    ]
    items: int
    embedded: int
    labels: Annotated[
        int,
        Field(
            description="To annotators, what answers and files come to by their numbers alone: it"
            " says of no text whether somebody had answered it."
        ),
    ]
    next_round: int
    classes_version: Annotated[
        int, Field(description="Goes up when classes or guidelines change: read them again.")
    ]
    today: Annotated[int, Field(description="Your own answers since midnight UTC.")]
    holders: Annotated[
        int,
        Field(description="People who hold texts now: each keeps at most a share of what is left."),
    ]
    enough: Annotated[
        bool, Field(description="The target is reached: ask the owner whether to go on.")
    ]
    replies: Annotated[int, Field(description="To your notes, that you haven't read.")]
    others_must_audit: Annotated[
        bool,
        Field(
            description="You have seen predictions for all texts, so your answers are no audit "
            "answers. Always false for annotators, who see none."
        ),
    ]
    choosing: Annotated[
        Sequence[int],
        Field(
            description="Ids of jobs that change what is asked next. What is asked next knows an "
            "answer once none of those is left that were here after it."
        ),
    ]


@dataclass(frozen=True)
class SuggestionFigure:
    """With its interval of 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class SuggestionArm:
    answers: Annotated[int, Field(description="The last 500 at most.")]
    median_seconds: SuggestionFigure | None
    agreement: Annotated[
        SuggestionFigure, Field(description="Share that is what the model thought likeliest.")
    ]
    among_suggested: Annotated[
        SuggestionFigure, Field(description="Share that is among what it suggested.")
    ]


@dataclass(frozen=True)
class PersonSuggestions:
    user_id: int
    name: str
    shown: SuggestionArm
    withheld: SuggestionArm


@dataclass(frozen=True)
class SuggestionEffect:
    """Answers to items with a suggestion by a model, and to those where chance withheld it."""

    model: str
    shown: SuggestionArm
    withheld: SuggestionArm
    people: Annotated[
        Sequence[PersonSuggestions],
        Field(description="The same of each person with answers of both kinds."),
    ]


@dataclass(frozen=True)
class RelabelFigures:
    """Labels that were asked for once more because that promised to pay."""

    answered: int
    differ: Annotated[int, Field(description="Of these, those on which answers differ.")]
    ranked: Annotated[int, Field(description="To be asked for by the ranking.")]
    reason: Annotated[
        Reason | None, Field(description="Why none are: new items are asked about alone.")
    ]


@dataclass(frozen=True, kw_only=True)
class TuningFigures:
    """What encoders that learn from labels bring, and what they take."""

    gain: Annotated[
        Gain | None,
        Field(
            description="Share of the pool that the model gets right with them, less the share "
            "without them, on audit items out of fold, with its interval of 95 %. Null while it "
            "isn't known: before a measured round reads one, or with fewer than 20 audit items."
        ),
    ]
    seconds: Annotated[
        float,
        Field(description="CPU- and GPU-seconds so far: learning, and reading the texts anew."),
    ]
    next_labels: Annotated[
        int | None,
        Field(
            description="At so many labels that are no audits, or more, one learns again: those of "
            "texts like an audit item don't teach. Null: it learns no more."
        ),
    ]
    next_seconds: Annotated[
        float | None, Field(description="CPU-seconds that this is likely to take.")
    ]
    within_limit: Annotated[
        bool, Field(description="Whether the project's `tuning_seconds` leave enough for that.")
    ]


@dataclass(frozen=True, kw_only=True)
class AgreementWithPeople:
    """How often a program says what people say."""

    texts: Annotated[int, Field(description="That both labelled, the latest 2,000 at most.")]
    value: Annotated[float, Field(description="Share of these.")]
    low: Annotated[float, Field(description="Of its 95 % interval.")]
    high: float


@dataclass(frozen=True, kw_only=True)
class PersonFigures:
    user_id: int
    name: str | None
    answers: int
    labels_set: Annotated[
        int,
        Field(description="Texts whose label they set in *Items*, a hunt or a review."),
    ]
    today: int
    per_minute: Annotated[
        float | None,
        Field(
            description="Of the last 5 minutes, 50 answers at most. Null of others where the "
            "project's `shows_pace` is off."
        ),
    ]
    median_seconds: Annotated[
        float | None, Field(description="Of the last 50 answers. Null where there are none, too.")
    ]
    last_seen: datetime | None
    is_program: bool
    beside_people: Annotated[
        AgreementWithPeople | None,
        Field(description="Null of people, and where no text has its answer and people's label."),
    ]


@dataclass(frozen=True, kw_only=True)
class ClassCount:
    id: int
    name: str
    labels: int
    predicted: Annotated[
        int | None,
        Field(description="Items of the pool that the last measured round predicts it for."),
    ]
    audit_correct: int
    audit_total: int
    recall: Annotated[
        float | None,
        Field(description="Share of the class in the pool that is predicted right, estimated."),
    ]
    low: float
    high: float
    audit_predicted: Annotated[
        int, Field(description="Audit items that are predicted to be of the class.")
    ]
    precision: Annotated[
        float | None,
        Field(description="Share of what is predicted to be of the class that is, estimated."),
    ]
    precision_low: float
    precision_high: float
    found: Annotated[
        int, Field(description="Of what was looked at because it might be of the class.")
    ]
    looked: Annotated[int, Field(description="By people who look for it, or asked in rounds.")]
    share_high: Annotated[
        float | None,
        Field(
            description="At most this share of the pool is of the class, in 95 cases of 100, by "
            "the audit items of the last measured round."
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class Stats:
    items: int
    embedded: int
    labels: int
    audit_labels: Annotated[int | None, Field(description=f"Of audit items. {ENGINEERS}")]
    handed_out: Annotated[int | None, Field(description=ENGINEERS)]
    ran_dry: Annotated[int | None, Field(description=ENGINEERS)]
    annotator_seconds: Annotated[float | None, Field(description=ENGINEERS)]
    cost: Annotated[float | None, Field(description="In the currency of the project's prices.")]
    evaluation: Annotated[Evaluation | None, Field(description="Of the last measured round.")]
    guard: Annotated[StrategyGuard | None, Field(description=ENGINEERS)]
    suggestions: Annotated[
        Sequence[SuggestionEffect],
        Field(description="What they did, by model. Empty for annotators."),
    ]
    second_answers: Annotated[
        RelabelFigures | None,
        Field(description=f"Null where the project's `relabel` is off. {ENGINEERS}"),
    ]
    tuning: Annotated[
        TuningFigures | None,
        Field(description=f"Null without an encoder that learns from labels. {ENGINEERS}"),
    ]
    target: float | None
    stop: Annotated[StopLight | None, Field(description=f"As of the curve. {ENGINEERS}")]
    next_round: int
    encoder: EncoderState
    mine: PersonFigures
    people: Annotated[Sequence[PersonFigures], Field(description="Empty for annotators.")]
    classes: Annotated[Sequence[ClassCount], Field(description="Empty for annotators.")]
    jobs: Sequence[JobStatus]
    undone: Annotated[
        Sequence[JobStatus],
        Field(
            description="Jobs that failed, and that the project needs: each can be tried again "
            "(`retry`). Embedding that was cancelled too: its texts have no vectors. Then those "
            "`queued` that have been due for a minute and that nobody takes: `error` says why."
        ),
    ]
    last_round: Annotated[PastRound | None, Field(description=ENGINEERS)]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """Where a project stands, in a line."""

    metric: Metric
    estimate: Annotated[float | None, Field(description="Of the last measured round.")]
    low: float
    high: float
    light: Annotated[Light | None, Field(description="As of the curve's `stop`.")]
    open_notes: int
    active_today: Annotated[
        Sequence[str], Field(description="People with answers since midnight UTC.")
    ]
