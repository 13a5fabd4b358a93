"""The released head on the user's own test set."""

from dataclasses import dataclass

import numpy as np

from service.core.arrays import IntArray
from service.core.evaluation.intervals import wilson
from service.core.evaluation.measured_figure import Figures, Sampled
from service.core.evaluation.metric import Metric
from service.core.evaluation.sets.figures import figure, set_figures
from service.core.heads.head import Head
from service.core.targets.class_sets import as_sets
from service.core.targets.protocol import Targets
from service.core.vectors.matrix import Vectors
from service.kit.reasons import Reason, ReasonCode, reason

ENOUGH_EVALUATION_ITEMS = 100
LARGE = 65_536


@dataclass(frozen=True)
class EvaluationFigure:
    """What is known from an evaluation set."""

    value: float | None
    """Accuracy; None below 100 items."""
    low: float
    high: float
    """95 % interval of the accuracy, Wilson's."""
    macro_f1: float | None
    figures: Figures
    """By further metrics of its kind of answer."""
    items: int
    correct: int
    reason: Reason | None
    """Why there is no figure."""


def evaluation_figure(
    head: Head, vectors: Vectors, ordinals: IntArray, truth: Targets, in_pool: int = 0
) -> EvaluationFigure:
    """Accuracy and macro-F1 of a head on items it was never trained on.

    ordinals (m,) rows of vectors (N, D); truth (m,). `in_pool`: how many texts of the set don't
    count because they are in the pool too.
    """
    predicted = truth.no_predictions(len(truth))
    for start in range(0, len(ordinals), LARGE):
        rows = slice(start, start + LARGE)
        probabilities = head.probabilities(np.asarray(vectors[ordinals[rows]]))
        predicted = predicted.replaced(rows, truth.predictions(probabilities))
    items, correct = len(truth), int(np.sum(truth.match(predicted)))
    enough = items >= ENOUGH_EVALUATION_ITEMS
    low, high = wilson(correct, items)
    return EvaluationFigure(
        value=correct / items if enough else None,
        low=low,
        high=high,
        macro_f1=truth.macro_f1(predicted, head.n_classes) if enough else None,
        figures=_further(truth, predicted, head.n_classes, enough),
        items=items,
        correct=correct,
        reason=None if enough else _few(items, in_pool),
    )


def _few(items: int, in_pool: int) -> Reason:
    if in_pool == 0:
        return reason(ReasonCode.FEW_EVALUATION_ITEMS, items=items, needed=ENOUGH_EVALUATION_ITEMS)
    return reason(
        ReasonCode.TEST_SET_IN_POOL, items=items, needed=ENOUGH_EVALUATION_ITEMS, in_pool=in_pool
    )


def _further(truth: Targets, predicted: Targets, n_classes: int, enough: bool) -> Figures:
    sampled = Sampled.alike(len(truth))
    sets, named = as_sets(truth, n_classes), as_sets(predicted, n_classes)
    if truth.is_of_sets:
        return set_figures(sets, named, sampled, enough=enough)
    return {Metric.MACRO_F1: figure(Metric.MACRO_F1, sets, named, sampled, enough)}
