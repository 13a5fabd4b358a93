"""The figures of a round by the metric that a project names."""

from collections.abc import Mapping
from typing import Any, NamedTuple

from service.core.evaluation.metric import Metric
from service.core.evaluation.set_figures import ESTIMATOR
from service.models import Figure, Look, Round

UNDER_WORDS: Mapping[Metric, str] = {
    Metric.ACCURACY: "of all texts are predicted right",
    Metric.EXACT_MATCH: "of all texts are predicted exactly right",
    Metric.JACCARD: "Jaccard overlap of predicted and right classes",
    Metric.MICRO_F1: "micro-F1 of the classes",
    Metric.MACRO_F1: "macro-F1 of the classes",
}
"""What follows on "90 %" in a sentence."""


class Measured(NamedTuple):
    """What is known after a round, with its interval of 95 %."""

    value: float | None
    low: float
    high: float
    estimator: str


def measured(figure: Figure, metric: Metric) -> Measured:
    """Of the pool, from audit items; anything is possible where a round kept nothing of it."""
    if metric.is_of_whole_answers:
        return Measured(figure.estimate, figure.low, figure.high, figure.estimator)
    return _in(figure.of_sets, metric, ESTIMATOR)


def tested(figure: Figure, metric: Metric) -> Measured | None:
    """Of the evaluation set; None where it has no figure."""
    if figure.test_value is None or figure.test_low is None or figure.test_high is None:
        return None
    if metric.is_of_whole_answers:
        return Measured(figure.test_value, figure.test_low, figure.test_high, "")
    found = _in(figure.test_of_sets, metric, "")
    return None if found.value is None else found


def of_pool(found: Round, metric: Metric) -> Measured:
    """As the row of a measured round has it."""
    row = found.metrics or {}
    if metric.is_of_whole_answers:
        return Measured(row["accuracy"], row["low"], row["high"], row["estimator"])
    return _in(row.get("of_sets"), metric, ESTIMATOR)


def on_test_set(found: Round, metric: Metric) -> Measured | None:
    """As the row of a measured round has it; None where it has no figure."""
    row = (found.metrics or {}).get("evaluation")
    if not row or row["value"] is None:
        return None
    if metric.is_of_whole_answers:
        return Measured(row["value"], row["low"], row["high"], "")
    return _in(row.get("of_sets"), metric, "")


def shown(look: Look, metric: Metric) -> Mapping[str, float]:
    """By level, what a look showed to be reached; nothing where it kept nothing of it."""
    return look.shown if metric.is_of_whole_answers else look.shown_of_sets.get(metric, {})


def _in(kept: Mapping[str, Any] | None, metric: Metric, estimator: str) -> Measured:
    found = (kept or {}).get(metric)
    if found is None:
        return Measured(None, 0.0, 1.0, estimator)
    return Measured(found["value"], found["low"], found["high"], estimator)
