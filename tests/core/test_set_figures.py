"""Figures of sets of classes, and how often their intervals hold."""

import numpy as np
import pytest
from sklearn.metrics import f1_score, jaccard_score

from service.core.class_sets import ClassSets
from service.core.evaluation.set_figures import set_figures
from service.core.heads.one_against_rest import best_cuts


def drawn(n: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    """Sets of four classes, one of them rare, of which a third is predicted wrong."""
    rng = np.random.default_rng(seed)
    truth = (rng.random((n, 4)) < [0.5, 0.4, 0.3, 0.1]).astype(np.int8)
    return truth, np.where(rng.random((n, 4)) < 0.3, 1 - truth, truth).astype(np.int8)


def test_figures_are_those_of_scikit_learn() -> None:
    truth, predicted = drawn(200, 1)
    found = set_figures(ClassSets(truth), ClassSets(predicted), np.ones(200))
    assert found is not None
    assert found.micro_f1.value == pytest.approx(f1_score(truth, predicted, average="micro"))
    assert found.macro_f1.value == pytest.approx(f1_score(truth, predicted, average="macro"))
    jaccard = jaccard_score(truth, predicted, average="samples", zero_division=1.0)
    assert found.jaccard.value == pytest.approx(jaccard)


def test_an_item_that_stands_for_three_counts_three_times() -> None:
    truth, predicted = drawn(60, 2)
    weights = np.where(np.arange(60) % 2, 3.0, 1.0)
    often = np.repeat(np.arange(60), weights.astype(int))
    weighted = set_figures(ClassSets(truth), ClassSets(predicted), weights)
    repeated = set_figures(ClassSets(truth[often]), ClassSets(predicted[often]), np.ones(120))
    assert weighted is not None
    assert repeated is not None
    for name in ("micro_f1", "macro_f1", "jaccard"):
        assert getattr(weighted, name).value == pytest.approx(getattr(repeated, name).value)


def test_intervals_hold() -> None:
    truth, predicted = drawn(20_000, 3)
    whole = set_figures(ClassSets(truth[:2_000]), ClassSets(predicted[:2_000]), np.ones(2_000))
    assert whole is not None
    rng, held = np.random.default_rng(4), np.zeros(3)
    for _ in range(200):
        rows = rng.choice(20_000, 50, replace=False)
        found = set_figures(ClassSets(truth[rows]), ClassSets(predicted[rows]), np.ones(50))
        assert found is not None
        for place, name in enumerate(("micro_f1", "macro_f1", "jaccard")):
            one = getattr(found, name)
            held[place] += one.low <= getattr(whole, name).value <= one.high
    assert (held / 200 > 0.89).all()


def test_nothing_is_said_of_no_class_or_one_item() -> None:
    nothing = ClassSets(np.zeros((5, 3), dtype=np.int8))
    assert set_figures(nothing, nothing, np.ones(5)) is None
    one = ClassSets(np.ones((1, 3), dtype=np.int8))
    assert set_figures(one, one, np.ones(1)) is None


def test_the_cut_is_where_expected_f1_is_best() -> None:
    p = np.random.default_rng(5).beta(0.5, 3, size=(2, 500))
    for cut, row in zip(best_cuts(p), p, strict=True):
        at = np.linspace(0.01, 0.9, 300)
        f1 = [2 * row[row > t].sum() / ((row > t).sum() + row.sum()) for t in at]
        assert 2 * row[row > cut].sum() / ((row > cut).sum() + row.sum()) >= max(f1) - 1e-6
