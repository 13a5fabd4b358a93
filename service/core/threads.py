"""How many threads compute, and how many linear algebra may use."""

import importlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from functools import cache
from itertools import islice
from threading import Lock, Thread
from typing import Any, TypeVar

from threadpoolctl import ThreadpoolController

T = TypeVar("T")
_lock = Lock()
_inside = 0
_limits: list[Any] = []


BLOCK = 256
"""Rows that are a part, whatever computes: numbers don't depend on how many threads there are."""


@dataclass(frozen=True)
class _Crew:
    pool: ThreadPoolExecutor
    others: int
    """Threads beside the caller's."""


_crew: ContextVar[_Crew | None] = ContextVar("crew", default=None)
"""None in its own threads, so that none waits for another."""


@contextmanager
def helped_by(threads: int) -> Iterator[None]:
    """What is computed inside may use so many threads, of which the caller's own is one."""
    with ThreadPoolExecutor(max(threads - 1, 1), "block") as pool:
        token = _crew.set(_Crew(pool, threads - 1))
        try:
            yield
        finally:
            _crew.reset(token)


def each_in_threads(work: Callable[[T], None], parts: Iterable[T], threads: int) -> None:
    """Does each part, in so many threads."""
    with helped_by(threads):
        each(work, parts)


def each(work: Callable[[T], None], parts: Iterable[T]) -> None:
    """Does each part, in the threads that there are.

    The caller's own works too so that whose CPU time it is can be told: see `CpuMeter`.
    """
    crew = _crew.get()
    task, lock = [(work, iter(parts))], Lock()

    def take() -> list[T]:
        with lock:
            return list(islice(task[0][1], 1))

    def go() -> None:
        while part := take():
            task[0][0](*part)

    others = [crew.pool.submit(go) for _ in range(crew.others)] if crew else []
    go()
    for other in others:
        if not other.cancel():
            other.result()
    # What was cancelled stays in the queue until a thread gets to it, minutes maybe: empty handed.
    task.clear()


def each_block(work: Callable[[slice], None], rows: int) -> None:
    """Does so many rows, 256 at a time, in the threads that there are."""
    each(work, (slice(start, start + BLOCK) for start in range(0, rows, BLOCK)))


def beside(work: Callable[[], T]) -> Callable[[], T]:
    """Begins it in another thread, if there is one, and gives what to call for the result."""
    crew = _crew.get()
    if crew is None or crew.others == 0:
        return cache(work)
    begun = crew.pool.submit(work)
    return cache(lambda: work() if begun.cancel() else begun.result())


def all_of(begun: Sequence[Callable[[], T]]) -> tuple[T, ...]:
    """What each gives that was begun `beside`, the last first: the first may be under way."""
    return tuple(reversed([get() for get in reversed(begun)]))


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
        if _inside == 0 and _threads_of_blas() > 1:
            _elsewhere(_set)
        _inside += 1
    try:
        yield
    finally:
        with _lock:
            _inside -= 1
            if _inside == 0 and _limits:
                _elsewhere(_lift)


def _threads_of_blas() -> int:
    """To start a thread that says one again takes longer than small fits do."""
    libraries = _controller().select(user_api="blas").lib_controllers
    return max((library.num_threads for library in libraries), default=1)


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
