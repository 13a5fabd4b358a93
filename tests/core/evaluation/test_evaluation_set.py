"""The figures of a test set, and of each class."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from scipy.stats import binomtest
from sklearn.metrics import accuracy_score, f1_score, precision_score, recall_score

from service.core.evaluation import evaluation_set
from service.core.evaluation.by_class.per_class import per_class
from service.core.evaluation.evaluation_set import evaluation_figure
from service.core.evaluation.intervals import wilson
from service.core.evaluation.metric import Metric
from service.core.heads.logistic import fit_logistic
from service.core.targets.one_class import OneClass
from service.core.vectors.matrix import Matrix
from tests.core.pools import blobs


@pytest.mark.parametrize("part", [7, 100, 65_536])
def test_figures_are_those_of_scikit_learn(part: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(evaluation_set, "LARGE", part)
    vectors, classes = blobs(600, spread=2.0)
    head = fit_logistic(vectors[:80], classes[:80], 4)
    ordinals = np.arange(599, 400, -1)
    matrix = Matrix([(0, vectors[:500]), (500, vectors[500:])], (600, vectors.shape[1]))
    found = evaluation_figure(head, matrix, ordinals, OneClass(classes[ordinals]))
    predicted = head.probabilities(vectors[ordinals]).argmax(axis=1)
    assert found.value == accuracy_score(classes[ordinals], predicted)
    assert found.macro_f1 == pytest.approx(f1_score(classes[ordinals], predicted, average="macro"))
    of_f1 = found.figures[Metric.MACRO_F1]
    assert of_f1.value == pytest.approx(found.macro_f1)
    assert of_f1.low < found.macro_f1 < of_f1.high
    assert (found.low, found.high) == wilson(found.correct, 199)
    assert (found.items, found.reason) == (199, None)
    assert 0.3 < found.value < 1


@pytest.mark.parametrize(("items", "reason"), [(99, "99 of the 100"), (100, None)])
def test_a_small_test_set_has_an_interval_only(items: int, reason: str | None) -> None:
    vectors, classes = blobs(300, spread=2.0)
    head = fit_logistic(vectors[200:], classes[200:], 4)
    found = evaluation_figure(head, vectors, np.arange(items), OneClass(classes[:items]))
    assert (found.low, found.high) == wilson(found.correct, items)
    if reason is None:
        assert found.value == found.correct / 100
        assert found.reason is None
    else:
        assert (found.value, found.macro_f1) == (None, None)
        assert found.reason is not None
        assert found.reason.code == "few_evaluation_items"
        assert found.reason.detail.startswith(reason)


ITEMS = st.lists(
    st.tuples(st.integers(0, 3), st.booleans(), st.sampled_from([1.0, 2.5, 40.0])), max_size=40
)


@pytest.mark.slow
@given(ITEMS)
def test_recall_and_precision_of_a_class_are_weighted(items: list[tuple[int, bool, float]]) -> None:
    truth = np.array([c for c, _, _ in items], dtype=np.int64)
    right = np.array([r for _, r, _ in items], dtype=np.bool_)
    weights = np.array([w for _, _, w in items], dtype=np.float64)
    predicted = np.where(right, truth, (truth + 1) % 4)
    figures = per_class(OneClass(truth), OneClass(predicted), weights, 4)
    for c, found in enumerate(figures):
        mine = truth == c
        assert (found.correct, found.total) == (int((mine & right).sum()), int(mine.sum()))
        named = predicted == c
        assert found.named == int(named.sum())
        if named.any():
            precise = precision_score(mine, named, sample_weight=weights)
            assert found.precision == pytest.approx(precise)
            assert 0 <= found.precision_low <= precise + 1e-12
            assert precise - 1e-12 <= found.precision_high <= 1
        else:
            assert found.precision is None
        if items and len(set(weights)) == 1:
            exact = binomtest(found.total, len(items), alternative="less").proportion_ci(0.95)
            assert found.share_high == pytest.approx(exact.high)
        else:
            assert weights[mine].sum() <= found.share_high * max(weights.sum(), 1.0)
        if not mine.any():
            assert (found.recall, found.low, found.high) == (None, 0.0, 1.0)
            continue
        assert found.recall is not None
        expected = recall_score(
            mine[mine], right[mine], sample_weight=weights[mine], zero_division=0.0
        )
        assert found.recall == pytest.approx(expected)
        assert 0 <= found.low <= found.recall <= found.high <= 1
        if len(set(weights[mine])) == 1:
            assert (found.low, found.high) == wilson(found.correct, found.total)
        else:
            low, high = wilson(found.correct, found.total)
            assert found.high - found.low > 0.3 * (high - low)
