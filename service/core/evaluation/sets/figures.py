"""How right a head is about rows of several classes each: F1 and Jaccard, with intervals."""

from collections.abc import Mapping
from dataclasses import dataclass, field

import numpy as np

from service.core.arrays import DoubleArray
from service.core.evaluation.metric import IN_PART, Metric
from service.core.evaluation.sets.scores import Ratios, Scores, ratios
from service.core.evaluation.target_reached import BOUNDARIES, share_shown
from service.core.targets.class_sets import ClassSets

LEVEL = 0.95
ESTIMATOR = "jackknife@1"
ENDLESS = 2**62


@dataclass(frozen=True)
class MeasuredFigure:
    """What is known of one metric of the released head."""

    value: float | None
    """None where nothing is known, or too little for a single figure."""
    low: float
    high: float
    """95 % interval."""
    shown: Mapping[float, float] = field(default_factory=dict)
    """By level: so high a target is reached, if this is a look at it."""
    scores: Scores | None = None
    """What it is from, where answers are sets of classes."""


SetFigures = Mapping[Metric, MeasuredFigure]


@dataclass(frozen=True, eq=False)
class Sampled:
    """How sampled items stand for a pool."""

    weights: DoubleArray
    """(n,) for how many items of it each stands."""
    with_unanswered: DoubleArray
    """(n + u,) the same, if those count too that nobody could answer; they last."""
    n_items: int = ENDLESS
    """In the pool."""
    unknown: float = 0.0
    """Share of the pool in parts without a sampled item, where anything is possible."""

    @staticmethod
    def alike(n: int) -> "Sampled":
        """At random, from something without end."""
        return Sampled(np.ones(n), np.ones(n))


def set_figures(
    truth: ClassSets, predicted: ClassSets, sampled: Sampled, *, enough: bool = True
) -> SetFigures:
    """Of sampled items (n,); single figures where they are `enough` for them."""
    return {
        metric: _figure(ratios(metric, truth, predicted), sampled, metric, enough)
        for metric in (Metric.EXACT_MATCH, *IN_PART)
    }


def _figure(ratios: Ratios, sampled: Sampled, metric: Metric, enough: bool) -> MeasuredFigure:
    plain = Scores.of(ratios, sampled.weights, sampled.n_items, metric)
    if plain is None:
        return MeasuredFigure(None, 0.0, 1.0, dict.fromkeys(BOUNDARIES, 0.0))
    ends = [plain, plain]
    if unanswered := len(sampled.with_unanswered) - len(sampled.weights):
        for place, right in enumerate((False, True)):
            more = ratios.with_unanswered(unanswered, sampled.weights, right)
            end = Scores.of(more, sampled.with_unanswered, sampled.n_items, metric)
            ends[place] = end or plain
    share = 1 - sampled.unknown

    def low(level: float) -> float:
        return share * min(each.interval(level)[0] for each in (plain, ends[0]))

    high = max(each.interval(LEVEL)[1] for each in (plain, ends[1]))
    return MeasuredFigure(
        value=plain.value if enough else None,
        low=low(LEVEL),
        high=share * high + sampled.unknown,
        shown={level: share_shown(low, level) for level in BOUNDARIES},
        scores=plain,
    )
