"""How right a head is about rows of several classes each: F1 and Jaccard, with intervals."""

from service.core.evaluation.measured_figure import (
    Figures,
    MeasuredFigure,
    Sampled,
    measured_figure,
)
from service.core.evaluation.metric import IN_PART, Metric
from service.core.evaluation.sets.scores import Ratios, Scores, ratios
from service.core.targets.class_sets import ClassSets

ESTIMATOR = "jackknife@1"


def set_figures(
    truth: ClassSets, predicted: ClassSets, sampled: Sampled, *, enough: bool = True
) -> Figures:
    """Of sampled items (n,); single figures where they are `enough` for them."""
    return {
        metric: figure(metric, truth, predicted, sampled, enough)
        for metric in (Metric.EXACT_MATCH, *IN_PART)
    }


def figure(
    metric: Metric, truth: ClassSets, predicted: ClassSets, sampled: Sampled, enough: bool
) -> MeasuredFigure:
    of_items = ratios(metric, truth, predicted)
    plain = Scores.of(of_items, sampled.weights, sampled.n_items, metric)
    if plain is None:
        return MeasuredFigure.unknown()
    ends = [_with_unanswered(of_items, sampled, metric, right) or plain for right in (False, True)]
    return measured_figure(plain, ends, sampled.unknown, enough)


def _with_unanswered(
    of_items: Ratios, sampled: Sampled, metric: Metric, right: bool
) -> Scores | None:
    if not sampled.unanswered:
        return None
    more = of_items.with_unanswered(sampled.unanswered, sampled.weights, right)
    return Scores.of(more, sampled.with_unanswered, sampled.n_items, metric)
