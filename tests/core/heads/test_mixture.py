"""What the mixture trusts, against loops over labels, and where it falls back."""

import math

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from benchmarks.contenders.self_training import fit_self_training
from benchmarks.contenders.tuned_logistic import fit_tuned_logistic
from service.core.arrays import DoubleArray, FloatArray, IntArray
from service.core.heads import fit_mixture as fit_module
from service.core.heads import sharpened as sharpening
from service.core.heads.blend import agreement, blend, proposed_weights
from service.core.heads.fit_mixture import fit_mixture
from service.core.heads.head import find_head
from service.core.heads.labelled import LabelledPool
from service.core.heads.logistic import fit_logistic
from service.core.heads.out_of_fold import STRENGTHS, folds, likelihood, nearby, out_of_fold
from service.core.heads.self_training import unlabelled_rows
from service.core.heads.sharpened import sharpened
from tests.core.labelled_pools import labelled_pool, some
from tests.core.pools import blobs


def pool(n: int = 300, m: int = 60, spread: float = 1.0, seed: int = 0) -> LabelledPool:
    vectors, truth = blobs(n, n_classes=4, spread=spread, seed=seed)
    return labelled_pool(vectors, truth, some(n, m), 4)


def weights_by_loops(p: DoubleArray, pull: DoubleArray) -> list[float]:
    m, h = p.shape
    effective = 1 / (sum(v * v for v in pull) / m)
    weights = [1 / h] * h
    for _ in range(80):
        counted = [1.0] * h
        for i in range(m):
            total = sum(p[i, j] * weights[j] for j in range(h))
            for j in range(h):
                counted[j] += pull[i] * effective * p[i, j] * weights[j] / total
        weights = [c / sum(counted) for c in counted]
    return weights


def parts_of(likelihoods: DoubleArray) -> tuple[FloatArray, IntArray]:
    """(h, m, 2) what parts say of two classes that make labels so likely (m, h), and the labels."""
    y = np.arange(len(likelihoods)) % 2
    own = likelihoods.T[:, :, None]
    return np.where(np.eye(2)[y] == 1, own, 1 - own).astype(np.float32), y


@pytest.mark.parametrize("seed", range(4))
def test_weights_are_the_map_estimate(seed: int, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sharpening, "AS_IT_IS", 1e4)
    rng = np.random.default_rng(seed)
    p = rng.random((30, 3)) ** 2 * 0.99 + 0.005
    pull = rng.random(30) + 0.2
    pull /= pull.mean()
    np.testing.assert_allclose(proposed_weights(p, pull), weights_by_loops(p, pull))
    parts, y = parts_of(p)
    seen = likelihood(parts, y).T
    found = sharpened(parts, y, pull)
    expected = weights_by_loops(seen, pull)
    np.testing.assert_allclose(found.weights, expected, atol=5e-3)
    np.testing.assert_allclose(found.log_likelihoods, np.log(seen @ expected), atol=1e-2)


def test_a_gain_is_counted_in_standard_errors() -> None:
    rng = np.random.default_rng(0)
    gains, pull = rng.normal(0.1, 1, 30), rng.random(30) + 0.2
    pull /= pull.mean()
    found = blend(np.array([0.2, 0.8]), gains, pull, agreement=1.0)
    mean = sum(v * g for v, g in zip(pull, gains, strict=True)) / pull.sum()
    squares = sum((v * (g - mean)) ** 2 for v, g in zip(pull, gains, strict=True))
    assert found.gain == pytest.approx(mean / (math.sqrt(squares) / pull.sum()))
    np.testing.assert_allclose(found.weights, [0.2, 0.8])


def test_a_mean_that_is_right_more_often_counts_for_more_than_one_that_is_sure() -> None:
    """A part is sure and right of two rows in three, three are unsure and right of as many."""
    rng, m, n_classes = np.random.default_rng(1), 600, 30
    y = rng.integers(0, n_classes, m)
    said = np.where(rng.random((4, m)) < 2 / 3, y, rng.integers(0, n_classes, (4, m)))
    peak = np.array([0.75, 0.12, 0.12, 0.12])[:, None, None]
    parts = np.where(np.eye(n_classes)[said] == 1, peak, (1 - peak) / (n_classes - 1))
    even, likelihoods = np.ones(m), likelihood(parts, y).T
    right = [
        np.mean(np.tensordot(weights, parts, axes=1).argmax(axis=1) == y)
        for weights in (sharpened(parts, y, even).weights, proposed_weights(likelihoods, even))
    ]
    best = max(np.mean(P.argmax(axis=1) == y) for P in parts)
    assert right[1] < best + 0.02, "likelihood as it is takes the sure one"
    assert right[0] > best + 0.1


def test_the_gate_opens_for_a_gain_or_for_classes_that_follow_the_embedding() -> None:
    proposed, even = np.array([0.2, 0.5, 0.3]), np.ones(40)
    worse = np.random.default_rng(0).random(40) / 100 - 0.2
    assert blend(proposed, worse, even, agreement=0.3).gate == 0
    np.testing.assert_array_equal(blend(proposed, worse, even, agreement=0.3).weights, [1, 0, 0])
    assert blend(proposed, worse, even, agreement=0.5).gate == pytest.approx(0.5)
    assert blend(proposed, worse, even, agreement=0.9).gate == 1
    assert blend(proposed, worse[:19], even[:19], agreement=0.9).gate == 0, "not below 20 labels"
    assert blend(proposed, -worse, even, agreement=0.0).gate == 1
    halfway = blend(proposed, worse, even, agreement=0.5)
    np.testing.assert_allclose(halfway.weights, (halfway.proposed + np.eye(3)[0]) / 2)


def test_agreement_is_kappa_less_its_error() -> None:
    y = np.array([0] * 40 + [1] * 10)
    predicted = np.array([0] * 35 + [1] * 12 + [0] * 3)
    observed = (35 + 7 + 1) / 52
    expected = 0.8 * 38 / 50 + 0.2 * 12 / 50
    error = math.sqrt(observed * (1 - observed) / 50) / (1 - expected)
    kappa = (observed - expected) / (1 - expected)
    assert agreement(predicted, y, 3) == pytest.approx(kappa - error)
    assert agreement(np.zeros(5, dtype=np.int64), np.zeros(5, dtype=np.int64), 1) == 0


def test_folds_are_dealt_within_classes() -> None:
    y = np.array([0] * 41 + [1] * 7 + [2] * 2)
    fold = folds(y)
    assert set(fold) == set(range(10))
    assert set(np.bincount(fold)) == {5}
    assert np.bincount(fold[y == 0], minlength=10).min() == 4
    assert np.bincount(fold[y == 1], minlength=10).max() == 1
    assert set(folds(np.zeros(101, dtype=np.int64))) == {0, 1, 2, 3}


def test_out_of_fold_predictions_have_not_seen_their_label() -> None:
    p = pool(m=40)
    fold = folds(p.classes)
    found = out_of_fold(p.X, p.classes, 4, fold, (10.0, 30.0))
    for number in range(10):
        own = fold == number
        for i, C in enumerate((10.0, 30.0)):
            head = fit_logistic(p.X[~own], p.classes[~own], 4, C=C)
            np.testing.assert_allclose(found[i, own], head.probabilities(p.X[own]), atol=1e-2)


@pytest.mark.parametrize("strengths", [(30.0, 100.0), (100.0, 300.0)])
def test_of_many_classes_each_strength_is_tried_to_its_end(strengths: tuple[float, float]) -> None:
    vectors, truth = blobs(800, dimensions=64, n_classes=100, spread=1.0)
    fold = folds(truth)
    found = out_of_fold(vectors, truth, 100, fold, strengths)
    own = fold == 0
    for i, C in enumerate(strengths):
        head = fit_logistic(vectors[~own], truth[~own], 100, C=C, tolerance=1e-6)
        expected = head.probabilities(vectors[own])
        scores = [np.log(likelihood(P, truth[own])).mean() for P in (found[i, own], expected)]
        assert scores[0] == pytest.approx(scores[1], abs=0.05)
        assert np.abs(found[i, own] - expected).sum(axis=1).mean() / 2 < 0.02


def test_the_best_strength_is_taken() -> None:
    p = pool(m=60, spread=2.0)
    found = out_of_fold(p.X, p.classes, 4, folds(p.classes), STRENGTHS)
    scores = [float(np.log(likelihood(P, p.classes)).sum()) for P in found]
    C = STRENGTHS[scores.index(max(scores))]
    np.testing.assert_allclose(
        fit_tuned_logistic(p).weights, fit_logistic(p.X, p.classes, 4, C=C).weights, atol=1e-6
    )
    assert max(scores) - min(scores) > 1
    assert nearby(None) == STRENGTHS
    assert nearby(3.0) == (3.0, 10.0)
    assert nearby(100.0) == (30.0, 100.0, 300.0)


def test_self_training_believes_the_surer_half() -> None:
    p = pool(m=30, spread=1.5)
    teacher = fit_logistic(p.X, p.classes, 4)
    rows = unlabelled_rows(p)
    assert len(rows) == 270
    P = teacher.probabilities(rows)
    believed = sorted(range(270), key=lambda i: -P[i].max())[:135]
    X = np.concatenate([p.X, rows[believed]]).astype(np.float64)
    y = np.concatenate([p.classes, P[believed].argmax(axis=1)])
    weights = np.concatenate([np.ones(30), 0.2 * P[believed].max(axis=1)])
    expected = LogisticRegression(C=10.0, tol=1e-8, max_iter=2_000).fit(X, y, weights)
    np.testing.assert_allclose(
        fit_self_training(p).probabilities(p.X), expected.predict_proba(p.X), atol=5e-3
    )


def test_probabilities_are_those_of_the_parts() -> None:
    p = pool(m=60)
    head = fit_mixture(p)
    everything = np.arange(300)
    X, places = p.vectors[everything], p.places_of(everything)
    assert head.estimate is not None
    assert head.other is not None
    weights = head.estimate.blend.weights
    parts = [head.main.probabilities(X), *(s.at(places) for _, s in head.spreads)]
    parts.append(head.other.probabilities(X))
    expected = sum(w * P for w, P in zip(weights, parts, strict=True)) * head.scale
    expected /= expected.sum(axis=1, keepdims=True)
    np.testing.assert_allclose(head.probabilities(X, everything), expected, atol=0.01)


def test_classes_that_do_not_follow_the_embedding_are_left_to_logistic_regression() -> None:
    """One number of many says the class: no neighbour knows it."""
    rng = np.random.default_rng(0)
    vectors = rng.normal(size=(600, 30)).astype(np.float32)
    vectors[:, 0] = np.where(rng.random(600) < 0.5, 1.2, -1.2)
    truth = (vectors[:, 0] > 0).astype(np.int64)
    vectors /= np.linalg.norm(vectors, axis=1, keepdims=True)
    head = fit_mixture(labelled_pool(vectors, truth, some(600, 100), 2))
    assert head.estimate is not None
    assert head.weights[1:3].sum() < 0.05
    follows = fit_mixture(pool(m=40, spread=0.8)).estimate
    assert follows is not None
    assert follows.blend.gate == 1


def test_it_is_estimated_again_after_a_quarter_more_labels(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, truth = blobs(200, n_classes=4)
    order = some(200, 200)
    made: list[int] = []
    estimate = fit_module._estimated
    monkeypatch.setattr(
        fit_module, "_estimated", lambda p, *rest: made.append(len(p)) or estimate(p, *rest)
    )
    head = None
    for m in (5, 10, 12, 13, 16, 17, 30):
        head = fit_mixture(labelled_pool(vectors, truth, order[:m], 4), head)
    assert made == [10, 13, 17, 30]
    fit_mixture(labelled_pool(vectors, truth, order[:31], 4), head, growth=1.0)
    assert made[-1] == 31
    find_head("mixture").refit(labelled_pool(vectors, truth, order[:60], 4), head)
    assert len(made) == 5, "a head that is only scored keeps what was estimated"
