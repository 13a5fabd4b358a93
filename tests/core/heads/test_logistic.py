"""The logistic head: what scikit-learn finds, from any starting point, stored and read back."""

import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from threading import Event, Thread

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn.linear_model import LogisticRegression
from threadpoolctl import threadpool_info, threadpool_limits

from service.core import threads
from service.core.heads.logistic import LogisticHead, fit_logistic
from service.core.threads import one_blas_thread
from tests.core.pools import blobs


@pytest.mark.parametrize("n_classes", [2, 3, 10])
@pytest.mark.parametrize("C", [1.0, 10.0])
def test_finds_what_scikit_learn_finds(n_classes: int, C: float) -> None:
    X, y = blobs(200, n_classes=n_classes, spread=1.0)
    head = fit_logistic(X, y, n_classes, C=C)
    expected = LogisticRegression(C=C, max_iter=1_000, tol=1e-8).fit(X.astype(np.float64), y)
    np.testing.assert_allclose(head.probabilities(X), expected.predict_proba(X), atol=5e-3)


@pytest.mark.parametrize("n_classes", [2, 5])
def test_the_starting_point_does_not_matter(n_classes: int) -> None:
    X, y = blobs(300, n_classes=n_classes, spread=1.0)
    cold = fit_logistic(X, y, n_classes)
    warm = fit_logistic(X, y, n_classes, warm=fit_logistic(X[:250], y[:250], n_classes))
    np.testing.assert_allclose(warm.probabilities(X), cold.probabilities(X), atol=1e-2)


def test_a_warm_start_is_where_it_starts() -> None:
    """From the optimum there is nothing left to do."""
    X, y = blobs(300, n_classes=5, spread=1.0)
    done = fit_logistic(X, y, 5)
    again = fit_logistic(X, y, 5, warm=done)
    np.testing.assert_allclose(again.weights, done.weights, atol=1e-6)


def test_classes_may_come_and_go_between_fits() -> None:
    X, y = blobs(300, n_classes=6)
    for before, after in (([0, 1], [0, 1, 2, 5]), ([0, 1, 2, 5], [2, 5]), ([0, 1], [3, 4])):
        first = np.isin(y, before)
        then = np.isin(y, after)
        warm = fit_logistic(X[first], y[first], 6)
        head = fit_logistic(X[then], y[then], 6, warm=warm)
        cold = fit_logistic(X[then], y[then], 6)
        assert head.class_indices.tolist() == after
        np.testing.assert_allclose(head.probabilities(X), cold.probabilities(X), atol=1.6e-2)


def test_classes_never_seen_have_probability_zero() -> None:
    X, y = blobs(100, n_classes=4)
    seen = y != 2
    P = fit_logistic(X[seen], y[seen], 5).probabilities(X)
    assert P.shape == (100, 5)
    assert P.dtype == np.float32
    assert (P[:, [2, 4]] == 0).all()
    np.testing.assert_allclose(P.sum(axis=1), 1, atol=1e-5)


def test_one_class_gives_a_constant_head() -> None:
    X, y = blobs(20, n_classes=3)
    warm = fit_logistic(X, y, 3)
    head = fit_logistic(X[y == 1], y[y == 1], 3, warm=warm)
    assert head.class_indices.tolist() == [1]
    np.testing.assert_array_equal(head.probabilities(X), np.tile([0, 1, 0], (20, 1)))


def test_a_weight_of_three_is_three_labels() -> None:
    X, y = blobs(120, n_classes=4, spread=1.0)
    weights = np.where(np.arange(120) % 3 == 0, 3, 1)
    head = fit_logistic(X, y, 4, C=1.0, weights=weights.astype(np.float32))
    thrice = fit_logistic(X.repeat(weights, axis=0), y.repeat(weights), 4, C=1.0)
    np.testing.assert_allclose(head.probabilities(X), thrice.probabilities(X), atol=5e-3)
    assert (
        np.abs(fit_logistic(X, y, 4, C=1.0).probabilities(X) - head.probabilities(X)).max() > 0.02
    )


def test_no_labels_is_an_error() -> None:
    with pytest.raises(ValueError, match="at least one label"):
        fit_logistic(np.zeros((0, 4), dtype=np.float32), np.zeros(0, dtype=np.int64), 3)


def test_a_head_of_other_dimensions_is_no_starting_point() -> None:
    X, y = blobs(50, dimensions=8)
    other = fit_logistic(*blobs(50, dimensions=5), 4)
    np.testing.assert_array_equal(
        fit_logistic(X, y, 4, warm=other).weights, fit_logistic(X, y, 4).weights
    )


@settings(max_examples=25, deadline=None)
@given(st.integers(1, 40), st.integers(1, 5), st.integers(0, 10_000))
def test_probabilities_are_probabilities(n: int, n_classes: int, seed: int) -> None:
    rng = np.random.default_rng(seed)
    X = rng.normal(scale=3, size=(n, 3)).astype(np.float32)
    X[rng.random(n) < 0.2] = 0.0
    head = fit_logistic(X, rng.integers(0, n_classes, size=n), n_classes)
    P = head.probabilities(100 * X)
    assert ((P >= 0) & (P <= 1)).all()
    np.testing.assert_allclose(P.sum(axis=1), 1, atol=1e-5)


def test_separable_classes_do_not_overflow() -> None:
    head = LogisticHead(
        np.array([0, 1]), np.array([[1e4], [-1e4]], np.float32), np.zeros(2, np.float32), 2
    )
    P = head.probabilities(np.array([[1], [-1]], np.float32))
    np.testing.assert_array_equal(P, np.eye(2))


def blas_threads() -> set[int]:
    return {pool["num_threads"] for pool in threadpool_info() if pool["user_api"] == "blas"}


@contextmanager
def blas_has(count: int) -> Iterator[None]:
    """As on a machine with so many cores. Said by a thread that ends, as `_elsewhere` does."""
    limits: list[threadpool_limits] = []
    with ThreadPoolExecutor(1) as elsewhere:
        elsewhere.submit(lambda: limits.append(threadpool_limits(count, "blas"))).result()
    try:
        yield
    finally:
        with ThreadPoolExecutor(1) as elsewhere:
            elsewhere.submit(limits[0].restore_original_limits).result()


@pytest.fixture
def two_blas_threads() -> Iterator[None]:
    with blas_has(2):
        yield


def test_where_blas_has_one_thread_nobody_is_asked_to_limit_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """That takes a thread each time, longer than a small fit."""
    asked: list[object] = []
    monkeypatch.setattr(threads, "_elsewhere", asked.append)
    with blas_has(1), one_blas_thread():
        assert blas_threads() == {1}
    assert asked == []


@pytest.mark.usefixtures("two_blas_threads")
def test_the_limit_is_lifted_afterwards_whoever_else_wants_it() -> None:
    before = blas_threads()
    assert before == {2}
    entered = Event()

    def other() -> None:
        entered.set()
        with one_blas_thread():
            # Longer than the first is inside: overlapping, it would put back the first's limit.
            time.sleep(0.1)

    thread = Thread(target=other)
    with one_blas_thread():
        assert blas_threads() == {1}
        thread.start()
        entered.wait()
        time.sleep(0.02)
    thread.join()
    assert blas_threads() == before
    with one_blas_thread():
        assert blas_threads() == {1}
    assert blas_threads() == before


@pytest.mark.slow
def test_a_library_that_is_loaded_later_obeys_as_well() -> None:
    """scipy loads its own BLAS when it is first used, perhaps within the first fit."""
    lines = (
        "from service.core.threads import one_blas_thread",
        "from threadpoolctl import threadpool_info",
        "with one_blas_thread():",
        "    import scipy.optimize",
        "    print({each['num_threads'] for each in threadpool_info()} - {None})",
    )
    command = [sys.executable, "-c", "\n".join(lines)]
    assert subprocess.check_output(command, text=True).strip() == "{1}"


def test_a_weight_counts_as_so_many_copies() -> None:
    X, y = blobs(60)
    copies = np.arange(60) % 3 + 1
    weighted = fit_logistic(X, y, 4, weights=copies.astype(np.float32))
    repeated = fit_logistic(np.repeat(X, copies, axis=0), np.repeat(y, copies), 4)
    np.testing.assert_allclose(weighted.probabilities(X), repeated.probabilities(X), atol=5e-3)
    assert not np.allclose(weighted.probabilities(X), fit_logistic(X, y, 4).probabilities(X))
