"""Figures of sets of classes, and how often their intervals hold."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, jaccard_score

from service.core.evaluation.measured_figure import Figures, MeasuredFigure, Sampled
from service.core.evaluation.metric import IN_PART, Metric
from service.core.evaluation.sets.figures import set_figures
from service.core.heads.one_against_rest import best_cuts
from service.core.targets.class_sets import ClassSets

METRICS = (Metric.EXACT_MATCH, *IN_PART)


def drawn(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Sets of four classes, one of them rare, of which a third is predicted wrong."""
    rng = np.random.default_rng(seed)
    truth = (rng.random((n, 4)) < [0.5, 0.4, 0.3, 0.1]).astype(np.int8)
    return truth, np.where(rng.random((n, 4)) < 0.3, 1 - truth, truth).astype(np.int8)


def figures(truth: np.ndarray, predicted: np.ndarray) -> Figures:
    return set_figures(ClassSets(truth), ClassSets(predicted), Sampled.alike(len(truth)))


def test_figures_are_those_of_scikit_learn() -> None:
    truth, predicted = drawn(200, 1)
    found = figures(truth, predicted)
    for metric, average in ((Metric.MICRO_F1, "micro"), (Metric.MACRO_F1, "macro")):
        assert found[metric].value == pytest.approx(f1_score(truth, predicted, average=average))
    jaccard = jaccard_score(truth, predicted, average="samples", zero_division=1.0)
    assert found[Metric.JACCARD].value == pytest.approx(jaccard)


def test_an_item_that_stands_for_three_counts_three_times() -> None:
    truth, predicted = drawn(60, 2)
    weights = np.where(np.arange(60) % 2, 3.0, 1.0)
    often = np.repeat(np.arange(60), weights.astype(int))
    sampled = Sampled(weights, weights)
    weighted = set_figures(ClassSets(truth), ClassSets(predicted), sampled)
    repeated = figures(truth[often], predicted[often])
    for metric in METRICS:
        assert weighted[metric].value == pytest.approx(repeated[metric].value)
        assert weighted[metric].low < repeated[metric].low, "120 that differ would tell more"


def test_intervals_hold() -> None:
    truth, predicted = drawn(20_000, 3)
    whole = figures(truth[:2_000], predicted[:2_000])
    rng, held = np.random.default_rng(4), np.zeros(4)
    for _ in range(200):
        rows = rng.choice(20_000, 50, replace=False)
        found = figures(truth[rows], predicted[rows])
        for place, metric in enumerate(METRICS):
            value = whole[metric].value
            assert value is not None
            held[place] += found[metric].low <= value <= found[metric].high
    assert (held / 200 > 0.89).all()


@pytest.mark.slow
def test_targets_that_are_just_missed_are_seldom_called_reached() -> None:
    """Of a head that names nearly all classes right, where few audits seem to prove most."""
    truth, predicted = drawn(3_000, 6)
    predicted = np.where(np.random.default_rng(7).random((3_000, 1)) < 0.9, truth, predicted)
    whole = {metric: one.value or 0.0 for metric, one in figures(truth, predicted).items()}
    rng, early = np.random.default_rng(8), dict.fromkeys(METRICS, 0)
    for _ in range(100):
        order = rng.permutation(3_000)
        looks = [figures(truth[order[:n]], predicted[order[:n]]) for n in (20, 30, 45, 68, 102)]
        for metric in METRICS:
            early[metric] += any(look[metric].shown[0.9] > whole[metric] for look in looks)
    assert max(early.values()) <= 10


def test_what_nobody_could_answer_may_be_right_or_wrong() -> None:
    truth, predicted = drawn(50, 9)
    open_questions = Sampled(np.ones(50), np.ones(60), unknown=0.1)
    found = set_figures(ClassSets(truth), ClassSets(predicted), open_questions)
    for metric, plain in figures(truth, predicted).items():
        assert found[metric].value == plain.value
        assert found[metric].low < 0.8 * plain.low
        assert found[metric].high > plain.high + 0.05
        assert found[metric].shown[0.9] < plain.shown[0.9]


def test_nothing_is_said_of_no_class_or_one_item() -> None:
    nothing = np.zeros((5, 3), dtype=np.int8)
    assert figures(nothing, nothing)[Metric.MICRO_F1] == MeasuredFigure(
        None, 0.0, 1.0, {0.8: 0.0, 0.9: 0.0, 0.95: 0.0}
    )
    assert figures(nothing, nothing)[Metric.JACCARD].value == 1
    assert figures(nothing[:1] + 1, nothing[:1] + 1)[Metric.JACCARD].value is None


def test_the_cut_is_where_expected_f1_is_best() -> None:
    p = np.random.default_rng(5).beta(0.5, 3, size=(2, 500))
    for cut, row in zip(best_cuts(p), p, strict=True):
        at = np.linspace(0.01, 0.9, 300)
        f1 = [2 * row[row > t].sum() / ((row > t).sum() + row.sum()) for t in at]
        assert 2 * row[row > cut].sum() / ((row > cut).sum() + row.sum()) >= max(f1) - 1e-6
