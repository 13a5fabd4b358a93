"""The figures of a round by the metric that a project names."""

from collections.abc import Mapping
from typing import NamedTuple

from service.core.evaluation.by_class.confusion import ESTIMATOR as OF_ONE_CLASS
from service.core.evaluation.metric import Metric
from service.core.evaluation.sets.figures import ESTIMATOR as OF_SETS
from service.figures.shapes.curve import Evaluation
from service.rounds.tables.measured import Interval
from service.rounds.tables.rounds import Figure

UNDER_WORDS: Mapping[Metric, str] = {
    Metric.ACCURACY: "of all texts are predicted right",
    Metric.EXACT_MATCH: "of all texts are predicted exactly right",
    Metric.JACCARD: "Jaccard overlap of predicted and right classes",
    Metric.MICRO_F1: "micro-F1 of the classes",
    Metric.MACRO_F1: "macro-F1 of the classes",
}
"""What follows on "90 %" in a sentence."""
UNKNOWN = Interval(None, 0.0, 1.0)
"""Of a round that kept nothing of the metric: anything is possible."""


class ByMetric(NamedTuple):
    pool: Interval
    """From audit items."""
    estimator: str
    test: Evaluation | None
    """None where the evaluation set has no figure."""


def by_metric(figure: Figure, metric: Metric) -> ByMetric:
    if metric.is_of_whole_answers:
        pool, estimator = Interval(figure.estimate, figure.low, figure.high), figure.estimator
    else:
        pool = (figure.of_sets or {}).get(metric, UNKNOWN)
        estimator = OF_SETS if figure.estimator == OF_SETS else OF_ONE_CLASS
    return ByMetric(pool, estimator, _test(figure, metric))


def _test(figure: Figure, metric: Metric) -> Evaluation | None:
    value, low, high = figure.test_value, figure.test_low, figure.test_high
    if value is None or low is None or high is None or figure.test_items is None:
        return None
    if not metric.is_of_whole_answers:
        part = (figure.test_of_sets or {}).get(metric, UNKNOWN)
        if part.value is None:
            return None
        value, low, high = part.value, part.low, part.high
    return Evaluation(value, low, high, figure.test_macro_f1, figure.test_items)
