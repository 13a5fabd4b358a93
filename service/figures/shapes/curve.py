"""Quality against labels, what a target still takes, and what it says of going on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Annotated

from pydantic import Field

from service.core.evaluation.metric import Metric
from service.core.evaluation.savings.forecast import Range
from service.jobs.energy import Band
from service.kit.reasons import Reason
from service.kit.vocabulary import Light
from service.rounds.tables.measured import RandomPoints


@dataclass(frozen=True)
class LabelRange:
    low: int
    estimate: int
    high: int


@dataclass(frozen=True)
class DateRange:
    low: date
    estimate: date
    high: date


@dataclass(frozen=True)
class ConePoint:
    """The model's accuracy with so many labels."""

    labels: int
    low: float
    estimate: float
    high: float


@dataclass(frozen=True, kw_only=True)
class TargetForecast:
    """When the target is reached, supposing that 5 times today's labels or the pool are enough."""

    target: float
    level: Annotated[float, Field(description="Of the ranges and of the cone.")]
    labels: Annotated[LabelRange, Field(description="In all.")]
    more_labels: Annotated[LabelRange, Field(description="Still to be given.")]
    seconds: Annotated[
        Range | None,
        Field(description="Of people, at the median of their last 50 answers each."),
    ]
    cost: Annotated[Range | None, Field(description="In the currency of the project's prices.")]
    date: Annotated[DateRange | None, Field(description="In UTC, at the pace of 7 days.")]
    reached: Annotated[
        float, Field(description="The probability that today's labels are enough already.")
    ]
    within: Annotated[
        float,
        Field(description="The probability that 5 times as many are, or the whole pool."),
    ]
    cone: Annotated[
        Sequence[ConePoint], Field(description="From today's labels on, to 5 times as many.")
    ]
    reasons: Annotated[Sequence[Reason], Field(description="Why seconds, cost or a date are null.")]


@dataclass(frozen=True)
class LastForecast:
    forecast: TargetForecast | None
    reason: Annotated[Reason | None, Field(description="Why there is none.")]


ENGINEERS = "Null for annotators."


@dataclass(frozen=True)
class Evaluation:
    """The released head on the project's evaluation set."""

    value: float
    low: float
    high: float
    macro_f1: float | None
    items: int


@dataclass(frozen=True, kw_only=True)
class CurvePoint:
    round: int
    labels: int
    audit_labels: int
    annotator_seconds: float
    compute_seconds: Annotated[float, Field(description="CPU and GPU of all jobs until then.")]
    cost: float | None
    watt_hours: Annotated[
        Band | None,
        Field(description="Of `compute_seconds`, at what a second took the project on average."),
    ]
    estimate: float | None
    low: float
    high: float
    estimator: Annotated[str, Field(description="What estimated it: name@version.")]
    macro_f1: float | None
    evaluation: Annotated[
        Evaluation | None,
        Field(description="Null below 100 evaluation items; see `reasons`."),
    ]
    strategy: str
    provisional: bool


@dataclass(frozen=True)
class SetFigure:
    value: float
    low: float
    high: float


@dataclass(frozen=True)
class SetMetrics:
    """How right the released head is about sets of classes, on audit items."""

    exact_match: Annotated[
        SetFigure,
        Field(description="The share of items with all of their classes, and no other."),
    ]
    micro_f1: SetFigure
    macro_f1: SetFigure
    jaccard: Annotated[
        SetFigure,
        Field(description="Classes in both, as a share of those in either; the mean over items."),
    ]


@dataclass(frozen=True)
class Bound:
    lower: float
    estimate: float


@dataclass(frozen=True, kw_only=True)
class SavedLabels:
    """What random sampling would have needed to be as accurate, less what was given."""

    at_labels: int
    lower: Annotated[
        int,
        Field(description="One-sided bound; below 0 random sampling might have done as well."),
    ]
    estimate: Annotated[
        int, Field(description="The middle of what is believed; audit items hardly move it.")
    ]
    upper: Annotated[
        int | None,
        Field(
            description="One-sided bound. Null, as the ranges, where the head is a mixture: they "
            "ended too low with it."
        ),
    ]
    low: Annotated[int | None, Field(description="The 95 % range, `low` to `high`.")]
    high: int | None
    likely_low: Annotated[int | None, Field(description="The 80 % range.")]
    likely_high: int | None
    extrapolated: bool
    is_significant: Annotated[
        bool, Field(description="Whether any labels were saved, or lost: the range leaves 0 out.")
    ]
    audits_to_tell: Annotated[
        int | None,
        Field(
            description="Number of audit items that would tell it, were all else as now. Null when "
            "it is told, and when a third of the pool would be too few."
        ),
    ]
    level: Annotated[float, Field(description="Of `lower`, of `upper` and of the wide range.")]
    seconds: Annotated[Bound | None, Field(description="People's, at the pace so far.")]
    cost: Bound | None


@dataclass(frozen=True)
class StrategyGuard:
    """Whether the strategy's picks were found to teach less than random ones would."""

    tripped: bool
    since_labels: int | None
    random_share: Annotated[
        float, Field(description="Of the items that are no audit items, drawn at random.")
    ]
    reason: Annotated[
        Reason | None, Field(description="Why it tripped, or what it still takes to tell.")
    ]


@dataclass(frozen=True)
class EnoughAuditItems:
    """How many audit items each figure needs."""

    estimate: Annotated[int, Field(description="Accuracy as a single number, not a range only.")]
    labels_saved: int
    class_figures: Annotated[int, Field(description="Of a class: recall and precision.")]


@dataclass(frozen=True)
class Target:
    value: float


@dataclass(frozen=True, kw_only=True)
class StopLight:
    """Whether the project may stop. It never stops by itself."""

    light: Light
    level: Annotated[
        float,
        Field(description="How often a reached target is one, however often one looks."),
    ]
    target: float | None
    reached_at_labels: int | None
    reasons: Sequence[Reason]


@dataclass(frozen=True)
class UnreadView:
    """A view that the released model doesn't read yet."""

    encoder: str
    share: Annotated[float, Field(description="Of the texts, those with a vector by now.")]


@dataclass(frozen=True, kw_only=True)
class Curve:
    metric: Annotated[Metric, Field(description="That the project names: `estimate` is of it.")]
    currency: Annotated[str, Field(description="Of every cost here.")]
    level: float
    points: Sequence[CurvePoint]
    of_sets: Annotated[
        SetMetrics | None,
        Field(description="Where answers are sets of classes: of the last measured round."),
    ]
    unread_views: Annotated[
        Sequence[UnreadView],
        Field(
            description="Views without which the last figure was measured: too few texts had a "
            "vector of them."
        ),
    ]
    random: RandomPoints
    labels_saved: SavedLabels | None
    guard: Annotated[StrategyGuard | None, Field(description=ENGINEERS)]
    enough_audit_items: EnoughAuditItems
    labels_to_first_estimate: Annotated[
        int | None,
        Field(
            description="About how many more labels bring the audit items that a first estimate "
            "needs; null once there is one."
        ),
    ]
    target: Target | None
    stop: Annotated[
        StopLight | None,
        Field(description="Null without `target` and `value_per_point`."),
    ]
    forecast: TargetForecast | None
    forecast_reason: Annotated[Reason | None, Field(description="Why there is no forecast.")]
    reasons: Sequence[Reason]


class Action(StrEnum):
    ADD_TEXTS = "add_texts"
    RESUME = "resume"
    LABEL = "label"
    SETTLE = "settle"
    FIND_CLASS = "find_class"
    SET_TARGET = "set_target"
    TAKE_MODEL = "take_model"


@dataclass(frozen=True, kw_only=True)
class NextStep:
    """The one thing that brings a project furthest now."""

    action: Action
    reason: Reason
    amount: Annotated[
        int | None,
        Field(description="About so many labels, or so many disagreements; null elsewhere."),
    ]
    class_id: Annotated[int | None, Field(description="The class to look for.")]
    class_name: str | None
