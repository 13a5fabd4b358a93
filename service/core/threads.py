"""How many threads linear algebra may use."""

from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from threading import RLock

from threadpoolctl import ThreadpoolController

_one_at_a_time = RLock()


@cache
def _controller() -> ThreadpoolController:
    # Looking up the loaded libraries takes milliseconds; they don't change while we run.
    return ThreadpoolController()


@contextmanager
def one_blas_thread() -> Iterator[None]:
    """Limits BLAS to one thread: small fits spend longer waking threads than multiplying.

    77 classes and 400 labels took 0.12 s with one thread and 0.4 s with two. The limit belongs to
    the process, and of two overlapping callers the second would put back the first one's limit
    for good; so they take turns.
    """
    with _one_at_a_time, _controller().limit(limits=1, user_api="blas"):
        yield
