"""Work is shared out among the threads that there are, and a round's parts are such work."""

import threading
from collections.abc import Callable
from weakref import ref

import numpy as np
import pytest

from service.core.acquisition.strategies import coverage
from service.core.arrays import FloatArray
from service.core.heads import logistic, out_of_fold
from service.core.threads import all_of, beside, each, each_block, each_in_threads, helped_by
from tests.core.pools import blobs

AT_ONCE = 30
"""Seconds in which two threads meet."""


def met() -> Callable[[], None]:
    """The first two who call it wait for each other, so they must be two threads."""
    meeting, left, lock = threading.Barrier(2), [2], threading.Lock()

    def meet() -> None:
        with lock:
            left[0] -= 1
            is_awaited = left[0] >= 0
        if is_awaited:
            meeting.wait(AT_ONCE)

    return meet


def test_parts_are_done_at_once_and_each_once() -> None:
    meet, done = met(), list[int]()

    def work(part: int) -> None:
        meet()
        done.append(part)

    each_in_threads(work, range(10), 2)
    assert sorted(done) == list(range(10))


def test_without_helpers_the_caller_does_all() -> None:
    found = set[threading.Thread]()
    each(lambda _: found.add(threading.current_thread()), range(5))
    with helped_by(1):
        each(lambda _: found.add(threading.current_thread()), range(5))
        assert beside(threading.current_thread)() is threading.current_thread()
    assert found == {threading.current_thread()}


def test_helpers_are_gone_afterwards() -> None:
    before = threading.active_count()
    with helped_by(3):
        each(lambda _: None, range(5))
    assert threading.active_count() == before
    assert beside(threading.current_thread)() is threading.current_thread()


def test_blocks_hold_each_row_once() -> None:
    rows = np.zeros(1_000, dtype=np.int64)

    def count(some: slice) -> None:
        rows[some] += 1

    with helped_by(2):
        each_block(count, len(rows))
    assert (rows == 1).all()


def test_what_is_begun_beside_runs_while_the_caller_goes_on() -> None:
    meet = met()

    def work() -> str:
        meet()
        return "done"

    with helped_by(2):
        get = beside(work)
        meet()
        assert get() == "done"
        assert get() == "done"


def test_the_caller_does_itself_what_no_helper_has_begun() -> None:
    is_asked = threading.Event()
    with helped_by(2):
        busy = beside(lambda: is_asked.wait(AT_ONCE))
        waiting = beside(threading.current_thread)
        each(lambda _: None, range(3))
        assert waiting() is threading.current_thread()
        is_asked.set()
        assert busy()


def test_results_stay_in_order() -> None:
    with helped_by(3):
        assert all_of([beside(lambda n=n: n) for n in range(6)]) == tuple(range(6))


def test_what_fails_in_a_helper_fails_here() -> None:
    meet = met()

    def work(part: int) -> None:
        meet()
        if threading.current_thread() is not threading.main_thread():
            raise ZeroDivisionError(part)

    with pytest.raises(ZeroDivisionError):
        each_in_threads(work, range(4), 2)


def test_what_covers_what_is_found_in_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, _ = blobs(600, dimensions=8, n_classes=3, spread=1.0, seed=0)
    alone = coverage.kernel(vectors, vectors, 0.5), coverage.radius(vectors)
    for work in (
        lambda: np.testing.assert_array_equal(coverage.kernel(vectors, vectors, 0.5), alone[0]),
        lambda: np.testing.assert_equal(coverage.radius(vectors), alone[1]),
    ):
        meet, distances = met(), coverage.squared_distances

        def meeting(X: object, Y: object, meet=meet, distances=distances) -> object:
            meet()
            return distances(X, Y)

        with monkeypatch.context() as patched, helped_by(2):
            patched.setattr(coverage, "squared_distances", meeting)
            work()


def test_folds_are_fitted_in_all_threads(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, y = blobs(60, dimensions=8, n_classes=3, spread=1.0, seed=0)
    fold, meet, fit = out_of_fold.folds(y), met(), out_of_fold.fit_with_names
    alone = out_of_fold.out_of_fold(vectors, y, 3, fold, [3.0, 10.0])

    def meeting(*arguments: object, **options: object) -> object:
        meet()
        return fit(*arguments, **options)

    monkeypatch.setattr(out_of_fold, "fit_with_names", meeting)
    with helped_by(2):
        found = out_of_fold.out_of_fold(vectors, y, 3, fold, [3.0, 10.0])
    np.testing.assert_array_equal(found, alone)


def test_a_large_fit_is_shared_out(monkeypatch: pytest.MonkeyPatch) -> None:
    vectors, y = blobs(2_500, dimensions=400, n_classes=9, spread=1.0, seed=0)
    meet, in_parts = met(), logistic._in_parts
    alone = logistic.fit_logistic(vectors, y, 9)
    monkeypatch.setattr(logistic, "_ROWS", len(y))
    whole = logistic.fit_logistic(vectors, y, 9)
    monkeypatch.undo()

    def meeting(work: Callable[[slice], None], count: int, size: int) -> None:
        def at_once(part: slice) -> None:
            meet()
            work(part)

        in_parts(at_once, count, size)

    monkeypatch.setattr(logistic, "_in_parts", meeting)
    with helped_by(2):
        found = logistic.fit_logistic(vectors, y, 9)
    np.testing.assert_array_equal(found.weights, alone.weights)
    np.testing.assert_allclose(found.weights, whole.weights, atol=1e-4)


def test_what_no_thread_had_time_for_is_not_held() -> None:
    """Fits left a megabyte for each step while the other thread was at another fold."""
    over = threading.Event()
    arrays: list[ref[FloatArray]] = []

    def step() -> None:
        array = np.ones(3, dtype=np.float32)
        arrays.append(ref(array))
        each(lambda _part: array.sum(), range(2))

    with helped_by(2):
        other = beside(over.wait)
        for _ in range(3):
            step()
        alive = [array() is not None for array in arrays]
        over.set()
        other()
    assert alive == [False] * 3
