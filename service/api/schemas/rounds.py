from datetime import datetime
from typing import Annotated

from pydantic import Field

from service.api.schemas.bill import BandResponse
from service.api.schemas.forecast import ForecastResponse
from service.api.schemas.suggestions import SuggestionEffectResponse
from service.core.evaluation.metric import Metric
from service.kit.fields import Response
from service.loop.figures.shapes import PastRound
from service.loop.jobs.shapes import JobStatus
from service.reasons import Reason
from service.vocabulary import Light

ENGINEERS = "Null for annotators."


class EvaluationResponse(Response):
    """The released head on the project's evaluation set."""

    value: float
    low: float
    high: float
    macro_f1: float | None
    items: int


class PointResponse(Response):
    round: int
    labels: int
    audit_labels: int
    annotator_seconds: float
    compute_seconds: Annotated[float, Field(description="CPU and GPU of all jobs until then.")]
    cost: float | None
    watt_hours: Annotated[
        BandResponse | None,
        Field(description="Of `compute_seconds`, at what a second took the project on average."),
    ]
    estimate: float | None
    low: float
    high: float
    estimator: Annotated[str, Field(description="What estimated it: name@version.")]
    macro_f1: float | None
    evaluation: Annotated[
        EvaluationResponse | None,
        Field(description="Null below 100 evaluation items; see `reasons`."),
    ]
    strategy: str
    provisional: bool


class IntervalResponse(Response):
    value: float
    low: float
    high: float


class SetFiguresResponse(Response):
    """How right the released head is about sets of classes, on audit items."""

    exact_match: Annotated[
        IntervalResponse,
        Field(description="The share of items with all of their classes, and no other."),
    ]
    micro_f1: IntervalResponse
    macro_f1: IntervalResponse
    jaccard: Annotated[
        IntervalResponse,
        Field(description="Classes in both, as a share of those in either; the mean over items."),
    ]


class RandomPointResponse(Response):
    labels: int
    estimate: float
    low: float
    high: float
    extrapolated: bool


class RandomCurveResponse(Response):
    points: list[RandomPointResponse]


class BoundResponse(Response):
    lower: float
    estimate: float


class LabelsSavedResponse(Response):
    """What random sampling would have needed to be as accurate, less what was given."""

    at_labels: int
    lower: Annotated[
        int,
        Field(description="One-sided bound; below 0 random sampling might have done as well."),
    ]
    estimate: int
    extrapolated: bool
    level: float
    seconds: Annotated[BoundResponse | None, Field(description="People's, at the pace so far.")]
    cost: BoundResponse | None


class GuardResponse(Response):
    """Whether the strategy's picks were found to teach less than random ones would."""

    tripped: bool
    since_labels: int | None
    random_share: Annotated[
        float, Field(description="Of the items that are no audit items, drawn at random.")
    ]
    reason: Annotated[
        Reason | None, Field(description="Why it tripped, or what it still takes to tell.")
    ]


class RelabelResponse(Response):
    """Labels that were asked for once more because that promised to pay."""

    answered: int
    differ: Annotated[int, Field(description="Of these, those on which answers differ.")]
    ranked: Annotated[int, Field(description="To be asked for by the ranking.")]
    reason: Annotated[
        Reason | None, Field(description="Why none are: new items are asked about alone.")
    ]


class EnoughAuditItemsResponse(Response):
    """How many audit items each figure needs."""

    estimate: Annotated[int, Field(description="Accuracy as a single number, not a range only.")]
    labels_saved: int


class TargetResponse(Response):
    value: float


class StopResponse(Response):
    """Whether the project may stop. It never stops by itself."""

    light: Light
    level: Annotated[
        float,
        Field(description="How often a reached target is one, however often one looks."),
    ]
    target: float | None
    reached_at_labels: int | None
    reasons: list[Reason]


class CurveResponse(Response):
    metric: Annotated[Metric, Field(description="That the project names: `estimate` is of it.")]
    currency: Annotated[str, Field(description="Of every cost here.")]
    level: float
    points: list[PointResponse]
    of_sets: Annotated[
        SetFiguresResponse | None,
        Field(description="Where answers are sets of classes: of the last measured round."),
    ]
    random: RandomCurveResponse
    labels_saved: LabelsSavedResponse | None
    guard: Annotated[GuardResponse | None, Field(description=ENGINEERS)]
    enough_audit_items: EnoughAuditItemsResponse
    labels_to_first_estimate: Annotated[
        int | None,
        Field(
            description="About how many more labels bring the audit items that a first estimate "
            "needs; null once there is one."
        ),
    ]
    target: TargetResponse | None
    stop: Annotated[
        StopResponse | None,
        Field(description="Null without `target` and `value_per_point`."),
    ]
    forecast: ForecastResponse | None
    forecast_reason: Annotated[Reason | None, Field(description="Why there is no forecast.")]
    reasons: list[Reason]


class EncoderStateResponse(Response):
    name: str
    state: str
    done: int
    total: int


class PersonResponse(Response):
    user_id: int
    name: str | None
    answers: int
    today: int
    per_minute: Annotated[float, Field(description="Of the last 5 minutes, 50 answers at most.")]
    median_seconds: Annotated[float | None, Field(description="Of the last 50 answers.")]
    last_seen: datetime | None


class ClassCountResponse(Response):
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


class StatsResponse(Response):
    items: int
    embedded: int
    labels: int
    audit_labels: Annotated[int | None, Field(description=f"Of audit items. {ENGINEERS}")]
    handed_out: Annotated[int | None, Field(description=ENGINEERS)]
    ran_dry: Annotated[int | None, Field(description=ENGINEERS)]
    annotator_seconds: Annotated[float | None, Field(description=ENGINEERS)]
    cost: Annotated[float | None, Field(description="In the currency of the project's prices.")]
    evaluation: Annotated[
        EvaluationResponse | None, Field(description="Of the last measured round.")
    ]
    guard: Annotated[GuardResponse | None, Field(description=ENGINEERS)]
    suggestions: Annotated[
        list[SuggestionEffectResponse],
        Field(description="What they did, by model. Empty for annotators."),
    ]
    second_answers: Annotated[
        RelabelResponse | None,
        Field(description=f"Null where the project's `relabel` is off. {ENGINEERS}"),
    ]
    target: float | None
    stop: Annotated[StopResponse | None, Field(description=f"As of the curve. {ENGINEERS}")]
    next_round: int
    encoder: EncoderStateResponse
    mine: PersonResponse
    people: Annotated[list[PersonResponse], Field(description="Empty for annotators.")]
    classes: Annotated[list[ClassCountResponse], Field(description="Empty for annotators.")]
    jobs: list[JobStatus]
    undone: Annotated[
        list[JobStatus],
        Field(
            description="Jobs that failed, and that the project needs: each can be tried again "
            "(`retry`). Embedding that was cancelled too: its texts have no vectors."
        ),
    ]
    last_round: Annotated[PastRound | None, Field(description=ENGINEERS)]
