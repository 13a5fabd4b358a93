"""What a head is worth with every label, against scikit-learn's."""

import numpy as np
import pytest
from sklearn.linear_model import LogisticRegression

from service.core.replay.held_out import (
    FOLDS,
    STRENGTHS,
    HeldOut,
    fold_accuracies,
    folds,
    full_data,
)
from service.core.targets.one_class import OneClass
from tests.core.pools import blobs

N = 400
VECTORS, TRUTH = blobs(600, dimensions=12, n_classes=6, spread=1.3)
X, Y = VECTORS[:N], TRUTH[:N]
HELD_OUT = HeldOut(VECTORS[N:], OneClass(TRUTH[N:]))


def test_folds_are_even_and_mixed() -> None:
    assert np.bincount(folds(N)).tolist() == [N // FOLDS] * FOLDS
    assert not np.array_equal(folds(N), np.sort(folds(N)))


def test_each_fold_is_predicted_by_heads_that_have_not_seen_it() -> None:
    out = folds(N) == 2
    expected = [
        LogisticRegression(C=C, tol=1e-6, max_iter=5_000)
        .fit(X[~out], Y[~out])
        .score(X[out], Y[out])
        for C in STRENGTHS
    ]
    assert fold_accuracies(X, Y, 2, 6) == pytest.approx(expected, abs=0.03)


def test_the_best_strength_is_used_the_smallest_of_equals() -> None:
    accuracies = np.zeros((FOLDS, len(STRENGTHS)))
    accuracies[:, 1:3] = 1.0
    found = full_data(X, Y, accuracies, HELD_OUT, 6)
    assert STRENGTHS[1] == found.C
    head = LogisticRegression(C=found.C, tol=1e-6, max_iter=5_000).fit(X, Y)
    assert found.accuracy == pytest.approx(head.score(HELD_OUT.vectors, TRUTH[N:]), abs=0.01)
