"""How many threads linear algebra may use."""

import importlib
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cache
from itertools import islice
from threading import Lock, Thread
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController

T = TypeVar("T")
_lock = Lock()
_inside = 0
_limits: list[Any] = []


def each_in_threads(work: Callable[[T], None], parts: Iterable[T], threads: int) -> None:
    """Does each part, in so many threads, of which the caller's own is one.

    That one works too so that whose CPU time it is can be told: see `CpuMeter`.
    """
    left, lock = iter(parts), Lock()

    def take() -> list[T]:
        with lock:
            return list(islice(left, 1))

    def go() -> None:
        while part := take():
            work(*part)

    with ThreadPoolExecutor(max(threads - 1, 1), "block") as pool:
        others = [pool.submit(go) for _ in range(threads - 1)]
        go()
        for other in others:
            other.result()


@cache
def _controller() -> ThreadpoolController:
    # scipy has a BLAS of its own and loads it when it is first used: one that comes after the
    # look-up is never limited, and small fits took twenty times as long.
    importlib.import_module("scipy.linalg")
    # Looking up the loaded libraries takes milliseconds; they don't change while we run.
    return ThreadpoolController()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Limits BLAS to one thread: small fits spend longer waking threads than multiplying.

    77 classes and 400 labels took 0.12 s with one thread and 0.4 s with two. The limit belongs to
    the process: the first of overlapping callers sets it and the last one lifts it, so that a
    ranking never waits for a measurement.
    """
    global _inside
    with _lock:
        if _inside == 0:
            _elsewhere(_set)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0:
                _elsewhere(_lift)


def _set() -> None:
    _limits.append(_controller().limit(limits=1, user_api="blas"))


def _lift() -> None:
    _limits.pop().restore_original_limits()


def _elsewhere(action: Callable[[], None]) -> None:
    # Newer threadpoolctl obeys only the thread that set a limit first, as long as it lives: one
    # that ends at once leaves the next word to whoever comes.
    thread = Thread(target=action, name="blas limit")
    thread.start()
    thread.join()
