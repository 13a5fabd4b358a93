"""Fewer coordinates: the same products, so the same fits."""

import numpy as np
import pytest

from service.core.heads.logistic import fit_logistic, reduce_dimensions
from tests.core.pools import blobs


def test_rows_keep_their_products() -> None:
    X, _ = blobs(20, dimensions=64)
    short = reduce_dimensions(X)
    assert short.shape == (20, 20)
    assert short.dtype == np.float32
    np.testing.assert_allclose(short @ short.T, X @ X.T, atol=1e-6)


def test_as_many_rows_as_dimensions_stay_as_they_are() -> None:
    X, _ = blobs(16, dimensions=16)
    assert reduce_dimensions(X) is X


@pytest.mark.parametrize("n_classes", [2, 5])
def test_what_is_fitted_to_some_rows_says_the_same_of_the_others(n_classes: int) -> None:
    X, y = blobs(60, dimensions=384, n_classes=n_classes, spread=2.0)
    X[7] = X[3]  # a copy: the rows span less than they are many
    short = reduce_dimensions(X)
    for train in (slice(0, 10), slice(0, 40)):
        there = fit_logistic(X[train], y[train], n_classes).probabilities(X[40:])
        here = fit_logistic(short[train], y[train], n_classes).probabilities(short[40:])
        np.testing.assert_allclose(here, there, atol=5e-3)
