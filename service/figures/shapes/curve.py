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
    """The model's expected accuracy at a number of labels."""

    labels: int
    low: float
    estimate: float
    high: float


@dataclass(frozen=True, kw_only=True)
class TargetForecast:
    """When the target is reached, supposing that 5 times today's labels or the pool are enough."""

    target: float
    level: Annotated[float, Field(description="Confidence level of the ranges and the cone.")]
    labels: Annotated[LabelRange, Field(description="Number of labels needed in all.")]
    more_labels: Annotated[LabelRange, Field(description="Number of labels still needed.")]
    seconds: Annotated[
        Range | None,
        Field(description="Seconds of people's work, at the median of their last 50 answers."),
    ]
    cost: Annotated[Range | None, Field(description="Labelling cost in the project's currency.")]
    date: Annotated[DateRange | None, Field(description="Target date, UTC, at the pace of 7 days.")]
    reached: Annotated[float, Field(description="Probability that today's labels are enough.")]
    within: Annotated[
        float,
        Field(description="Probability that 5 times the labels, or the whole pool, are enough."),
    ]
    cone: Annotated[
        Sequence[ConePoint], Field(description="Accuracy from today's labels to 5 times as many.")
    ]
    reasons: Annotated[
        Sequence[Reason], Field(description="Reasons why seconds, cost or date are null.")
    ]


@dataclass(frozen=True)
class LastForecast:
    forecast: TargetForecast | None
    reason: Annotated[Reason | None, Field(description="Reason why there is no forecast.")]


ENGINEERS = "Null for annotators."


@dataclass(frozen=True)
class Evaluation:
    """Figures of the released head on the project's evaluation set."""

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
    compute_seconds: Annotated[float, Field(description="CPU- and GPU-seconds of all jobs so far.")]
    cost: float | None
    watt_hours: Annotated[
        Band | None,
        Field(description="Energy of `compute_seconds`, at the project's average per second."),
    ]
    estimate: float | None
    low: float
    high: float
    estimator: Annotated[str, Field(description="Estimation method, as name@version.")]
    macro_f1: float | None
    evaluation: Annotated[
        Evaluation | None,
        Field(description="Figures on the evaluation set; null below 100 items, see `reasons`."),
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
        Field(description="Share of items with all of their classes, and no other."),
    ]
    micro_f1: SetFigure
    macro_f1: SetFigure
    jaccard: Annotated[
        SetFigure,
        Field(description="Jaccard index: shared classes over all named, averaged over items."),
    ]


@dataclass(frozen=True)
class Bound:
    lower: float
    estimate: float


@dataclass(frozen=True, kw_only=True)
class SavedLabels:
    """The labels that random sampling would have needed for the same accuracy, less those given."""

    at_labels: int
    lower: Annotated[
        int,
        Field(description="Lower one-sided bound; below 0, random sampling might do as well."),
    ]
    estimate: Annotated[
        int, Field(description="Middle of the believed range; audit items hardly move it.")
    ]
    upper: Annotated[
        int | None,
        Field(
            description="Upper one-sided bound. Null, as the ranges are, if the head is a mixture: "
            "they ended too low with it."
        ),
    ]
    low: Annotated[int | None, Field(description="Lower end of the 95 % range.")]
    high: int | None
    likely_low: Annotated[int | None, Field(description="Lower end of the 80 % range.")]
    likely_high: int | None
    extrapolated: bool
    is_significant: Annotated[
        bool, Field(description="Whether labels were saved or lost: the range excludes 0.")
    ]
    audits_to_tell: Annotated[
        int | None,
        Field(
            description="Number of audit items that would show whether labels were saved, were all "
            "else as now. Null if that is shown, or if a third of the pool would be too few."
        ),
    ]
    level: Annotated[float, Field(description="Confidence level of the bounds and the wide range.")]
    seconds: Annotated[Bound | None, Field(description="Seconds saved, at people's pace.")]
    cost: Bound | None


@dataclass(frozen=True)
class StrategyGuard:
    """A test whether the strategy's picks teach the model less than random ones would."""

    tripped: bool
    since_labels: int | None
    random_share: Annotated[
        float, Field(description="Share of the items, audit items aside, drawn at random.")
    ]
    reason: Annotated[
        Reason | None, Field(description="Reason why the test tripped, or what it takes to tell.")
    ]


@dataclass(frozen=True)
class EnoughAuditItems:
    """The number of audit items that each figure needs."""

    estimate: Annotated[int, Field(description="Audit items needed for accuracy as one number.")]
    labels_saved: int
    class_figures: Annotated[
        int, Field(description="Audit items of a class needed for its recall and precision.")
    ]


@dataclass(frozen=True)
class Target:
    value: float


@dataclass(frozen=True, kw_only=True)
class StopLight:
    """A light that says whether the project may stop. It never stops without you."""

    light: Light
    level: Annotated[
        float,
        Field(description="Confidence that a reached target is truly so, however often you check."),
    ]
    target: float | None
    reached_at_labels: int | None
    reasons: Sequence[Reason]


@dataclass(frozen=True)
class UnreadView:
    """A view that the released model doesn't use yet."""

    encoder: str
    share: Annotated[float, Field(description="Share of the texts with a vector in this view.")]


@dataclass(frozen=True, kw_only=True)
class Curve:
    metric: Annotated[Metric, Field(description="Metric that `estimate` measures.")]
    currency: Annotated[str, Field(description="Currency of all costs here.")]
    level: float
    points: Sequence[CurvePoint]
    of_sets: Annotated[
        SetMetrics | None,
        Field(description="Metrics of the last measured round, if answers are sets of classes."),
    ]
    unread_views: Annotated[
        Sequence[UnreadView],
        Field(
            description="Views that the last figure was measured without: too few texts had a "
            "vector in them."
        ),
    ]
    random: RandomPoints
    labels_saved: SavedLabels | None
    guard: Annotated[
        StrategyGuard | None,
        Field(description=f"Test of the strategy against random picks. {ENGINEERS}"),
    ]
    enough_audit_items: EnoughAuditItems
    labels_to_first_estimate: Annotated[
        int | None,
        Field(
            description="Estimated number of labels until a first estimate has enough audit items; "
            "null once there is one."
        ),
    ]
    target: Target | None
    stop: Annotated[
        StopLight | None,
        Field(description="Stop light; null without `target` and `value_per_point`."),
    ]
    forecast: TargetForecast | None
    forecast_reason: Annotated[Reason | None, Field(description="Reason why there is no forecast.")]
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
    """The one thing that helps a project most now."""

    action: Action
    reason: Reason
    amount: Annotated[
        int | None,
        Field(description="Estimated number of labels or disagreements; null for other actions."),
    ]
    class_id: Annotated[int | None, Field(description="Id of the class to look for.")]
    class_name: str | None
