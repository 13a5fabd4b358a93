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
    """Counts that a labelling tab asks for again and again."""

    state: Annotated[
        Literal[ProjectState.ACTIVE, ProjectState.PAUSED, ProjectState.ARCHIVED],
        Field(description="State of the project: texts are handed out only while it is active."),
    ]
    items: int
    embedded: int
    labels: Annotated[
        int,
        Field(
            description="Number of labels. For annotators it is worked out from totals of answers "
            "and files, so that it reveals nothing about a single text."
        ),
    ]
    next_round: int
    classes_version: Annotated[
        int, Field(description="Version of classes and guidelines: read them again if it rises.")
    ]
    today: Annotated[int, Field(description="Number of your answers since midnight UTC.")]
    holders: Annotated[
        int,
        Field(description="Number of people who hold texts: each may keep a share of the rest."),
    ]
    enough: Annotated[
        bool, Field(description="Whether the target is reached: ask the owner whether to go on.")
    ]
    replies: Annotated[int, Field(description="Number of unread replies to your notes.")]
    others_must_audit: Annotated[
        bool,
        Field(
            description="Whether you have seen predictions for all texts, so that your answers are "
            "no audit answers. Always false for annotators, who see none."
        ),
    ]
    choosing: Annotated[
        Sequence[int],
        Field(
            description="Ids of jobs that choose the next items. The choice takes an answer into "
            "account once the jobs listed right after it are done."
        ),
    ]


@dataclass(frozen=True)
class SuggestionFigure:
    """A figure with its 95 % interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class SuggestionArm:
    answers: Annotated[int, Field(description="Number of answers, the last 500 at most.")]
    median_seconds: SuggestionFigure | None
    agreement: Annotated[
        SuggestionFigure,
        Field(description="Share of answers that match the model's likeliest class."),
    ]
    among_suggested: Annotated[
        SuggestionFigure, Field(description="Share of answers that match a suggested class.")
    ]


@dataclass(frozen=True)
class PersonSuggestions:
    user_id: int
    name: str
    shown: SuggestionArm
    withheld: SuggestionArm


@dataclass(frozen=True)
class SuggestionEffect:
    """Answers to items with a model's suggestions, and to those from which chance withheld them."""

    model: str
    shown: SuggestionArm
    withheld: SuggestionArm
    people: Annotated[
        Sequence[PersonSuggestions],
        Field(description="Figures of each person with answers of both kinds."),
    ]


@dataclass(frozen=True)
class RelabelFigures:
    """Labels that were asked for again because that promised to pay."""

    answered: int
    differ: Annotated[int, Field(description="Number of repeated labels with different answers.")]
    ranked: Annotated[int, Field(description="Number of labels in the ranking to ask for again.")]
    reason: Annotated[
        Reason | None,
        Field(description="Reason why none are ranked: only new items are asked about."),
    ]


@dataclass(frozen=True, kw_only=True)
class TuningFigures:
    """What encoders that learn from labels gain, and what they cost."""

    gain: Annotated[
        Gain | None,
        Field(
            description="Gain in accuracy on the pool from encoders that learn from labels, with "
            "its 95 % interval, by audit items out of fold. Null until a measured round reads one, "
            "or with fewer than 20 audit items."
        ),
    ]
    seconds: Annotated[
        float,
        Field(description="CPU- and GPU-seconds so far, to learn and to embed the texts again."),
    ]
    next_labels: Annotated[
        int | None,
        Field(
            description="Number of labels, audit items aside, at which an encoder learns next: "
            "texts like an audit item don't teach. Null: it learns no more."
        ),
    ]
    next_seconds: Annotated[
        float | None, Field(description="Estimated CPU-seconds for learning next time.")
    ]
    within_limit: Annotated[
        bool, Field(description="Whether the project's `tuning_seconds` allow learning next time.")
    ]


@dataclass(frozen=True, kw_only=True)
class AgreementWithPeople:
    """How often a program gives the same label as people."""

    texts: Annotated[int, Field(description="Texts labelled by program and people, 2,000 at most.")]
    value: Annotated[float, Field(description="Share of texts with the same label from both.")]
    low: Annotated[float, Field(description="Lower end of the 95 % interval.")]
    high: float


@dataclass(frozen=True, kw_only=True)
class PersonFigures:
    user_id: int
    name: str | None
    answers: int
    labels_set: Annotated[
        int,
        Field(description="Number of labels set in *Items*, a hunt or a review."),
    ]
    today: int
    per_minute: Annotated[
        float | None,
        Field(
            description="Answers a minute, over 5 minutes or 50 answers. Null for others if the "
            "project's `shows_pace` is off."
        ),
    ]
    median_seconds: Annotated[
        float | None,
        Field(description="Median seconds of 50 last answers; null like `per_minute`, or if none."),
    ]
    last_seen: datetime | None
    is_program: bool
    beside_people: Annotated[
        AgreementWithPeople | None,
        Field(description="Agreement of a program with people; null for people, or without texts."),
    ]


@dataclass(frozen=True, kw_only=True)
class ClassCount:
    id: int
    name: str
    labels: int
    predicted: Annotated[
        int | None,
        Field(description="Number of pool items with this class by the last measured round."),
    ]
    audit_correct: int
    audit_total: int
    recall: Annotated[
        float | None,
        Field(description="Estimated share of the class in the pool that is predicted right."),
    ]
    low: float
    high: float
    audit_predicted: Annotated[
        int, Field(description="Number of audit items predicted to have the class.")
    ]
    precision: Annotated[
        float | None,
        Field(description="Estimated share of predictions of the class that are right."),
    ]
    precision_low: float
    precision_high: float
    found: Annotated[
        int, Field(description="Number of items with the class among those checked for it.")
    ]
    looked: Annotated[
        int, Field(description="Number of items checked for the class, in hunts or rounds.")
    ]
    share_high: Annotated[
        float | None,
        Field(
            description="Upper 95 % bound of the class's share of the pool, from the audit items "
            "of the last measured round."
        ),
    ]


@dataclass(frozen=True, kw_only=True)
class Stats:
    items: int
    embedded: int
    labels: int
    audit_labels: Annotated[int | None, Field(description=f"Labels of audit items. {ENGINEERS}")]
    handed_out: Annotated[int | None, Field(description=f"Number of items handed out. {ENGINEERS}")]
    ran_dry: Annotated[int | None, Field(description=f"Items handed out unranked. {ENGINEERS}")]
    annotator_seconds: Annotated[
        float | None, Field(description=f"Seconds of answering. {ENGINEERS}")
    ]
    cost: Annotated[float | None, Field(description="Cost of labelling in the project's currency.")]
    evaluation: Annotated[
        Evaluation | None, Field(description="Figures on the evaluation set, last measured round.")
    ]
    guard: Annotated[
        StrategyGuard | None,
        Field(description=f"Test of the strategy against random picks. {ENGINEERS}"),
    ]
    suggestions: Annotated[
        Sequence[SuggestionEffect],
        Field(description="Effect of suggestions, by model; empty for annotators."),
    ]
    second_answers: Annotated[
        RelabelFigures | None,
        Field(description=f"Labels asked for again; null if `relabel` is off. {ENGINEERS}"),
    ]
    tuning: Annotated[
        TuningFigures | None,
        Field(description=f"Encoders that learn from labels; null if none. {ENGINEERS}"),
    ]
    target: float | None
    stop: Annotated[StopLight | None, Field(description=f"Stop light of the curve. {ENGINEERS}")]
    next_round: int
    encoder: EncoderState
    mine: PersonFigures
    people: Annotated[
        Sequence[PersonFigures], Field(description="Figures of each person; empty for annotators.")
    ]
    classes: Annotated[
        Sequence[ClassCount], Field(description="Figures of each class; empty for annotators.")
    ]
    jobs: Sequence[JobStatus]
    undone: Annotated[
        Sequence[JobStatus],
        Field(
            description="Jobs that the project needs and that failed: each can be tried again "
            "(`retry`). They include cancelled embedding, whose texts have no vectors. Then "
            "`queued` jobs that have been due for a minute and that nobody takes: `error` says why."
        ),
    ]
    last_round: Annotated[PastRound | None, Field(description=f"Latest round. {ENGINEERS}")]


@dataclass(frozen=True, kw_only=True)
class Standing:
    """The state of a project in a line."""

    metric: Metric
    estimate: Annotated[float | None, Field(description="Metric at the last measured round.")]
    low: float
    high: float
    light: Annotated[Light | None, Field(description="Light of the curve's `stop`.")]
    open_notes: int
    active_today: Annotated[
        Sequence[str], Field(description="Names of people with answers since midnight UTC.")
    ]
