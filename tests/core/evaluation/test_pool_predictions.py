"""What is predicted of a whole pool: out of fold, and right as often as it says."""

from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from service.core.arrays import FloatArray, IntArray
from service.core.evaluation import gather_evidence as module
from service.core.evaluation import pool_predictions as module_entropy
from service.core.evaluation.measure import measure
from service.core.evaluation.pool_predictions import PoolPredictions
from service.core.targets.labels import Labels
from service.core.targets.one_class import OneClass
from tests.core.pools import blobs

N, C = 1_500, 4


def made(audits: int = 120, chosen: int = 120) -> tuple[FloatArray, IntArray, Labels]:
    """Overlapping classes; the first labels are audits."""
    vectors, truth = blobs(N, dimensions=12, n_classes=C, spread=1.2)
    rows = np.random.default_rng(1).permutation(N)[: audits + chosen]
    return vectors, truth, Labels(rows, OneClass(truth[rows]), np.arange(len(rows)) < audits)


def predicted(vectors: FloatArray, labels: Labels, **more: Any) -> PoolPredictions:
    found = measure(vectors, labels, n_classes=C, seed=1, **more)
    assert found.predictions is not None
    return found.predictions


def test_they_are_right_as_often_as_they_say() -> None:
    vectors, truth, labels = made()
    found = predicted(vectors, labels)
    right = found.classes == truth
    assert found.probability.mean() == pytest.approx(right.mean(), abs=0.03)
    sure = found.probability > np.median(found.probability)
    for part in (sure, ~sure):
        assert found.probability[part].mean() == pytest.approx(right[part].mean(), abs=0.05)


def test_a_label_is_predicted_by_a_head_that_has_not_seen_it() -> None:
    """A few labels are wrong, and heads that had seen them would be surer of them."""
    vectors, truth, labels = made()
    classes = truth[labels.ordinals].copy()
    wrong = np.arange(len(labels)) % 10 == 0
    classes[wrong] = (classes[wrong] + 1) % C
    found = predicted(vectors, replace(labels, targets=OneClass(classes)))
    given = found.given[labels.ordinals]
    assert np.median(given[wrong]) < 0.2 < 0.5 < np.median(given[~wrong])
    assert np.isnan(np.delete(found.given, labels.ordinals)).all()


def test_audits_that_are_not_settled_are_predicted_out_of_fold_too() -> None:
    vectors, truth, labels = made()
    classes = truth[labels.ordinals].copy()
    open_ones = np.arange(len(labels)) < 20
    classes[open_ones] = (classes[open_ones] + 1) % C
    some = replace(labels, targets=OneClass(classes), settled=~open_ones)
    assert np.median(predicted(vectors, some).given[labels.ordinals[open_ones]]) < 0.2


def test_without_audits_the_head_itself_says_what_it_can() -> None:
    vectors, truth, labels = made(audits=0)
    found = predicted(vectors, labels)
    assert (found.classes == truth).mean() > 0.6
    assert not np.isnan(found.probability).any()


def test_of_items_without_a_vector_nothing_is_said() -> None:
    vectors, _, labels = made()
    present = np.arange(N) % 7 != 0
    found = predicted(vectors, labels, present=present)
    assert (found.classes[~present] == -1).all()
    assert np.isnan(found.probability[~present]).all()
    assert (found.classes[present] >= 0).all()


def test_of_a_large_pool_the_rest_is_right_as_often_too(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, truth, labels = made()
    monkeypatch.setattr(module, "MOST_OF_POOL", 500)
    found = predicted(vectors, labels)
    right = found.classes == truth
    assert not np.isnan(found.probability).any()
    assert found.probability.mean() == pytest.approx(right.mean(), abs=0.03)


def test_entropy_is_that_of_all_classes(monkeypatch: pytest.MonkeyPatch) -> None:
    """As of the distribution in which the others share what the likeliest leaves."""
    P = np.array([[0.7, 0.2, 0.1], [1.0, 0.0, 0.0], [0.4, 0.4, 0.2]], dtype=np.float32)
    expected = [-sum(p * np.log(p) for p in row if p) for row in P]
    np.testing.assert_allclose(
        module_entropy.entropy(P.max(axis=1), module_entropy.entropy_of_others(P)),
        expected,
        atol=1e-6,
    )
    vectors, _, labels = made()
    monkeypatch.setattr(module, "MOST_OF_POOL", 500)
    found = predicted(vectors, labels)
    assert ((found.entropy >= 0) & (found.entropy <= np.log(C) + 1e-6)).all()
    assert np.corrcoef(found.entropy, found.probability)[0, 1] < -0.9
