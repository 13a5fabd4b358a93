"""How much of the machine a worker takes: threads of numeric libraries, priority."""

import os
import sys
import threading
import time
from contextlib import suppress
from functools import cache
from pathlib import Path

from threadpoolctl import threadpool_limits

NICENESS = 5
AUTOGROUP = Path("/proc/self/autogroup")
OPENMP, OPENBLAS = "OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS"
OTHERS = ("MKL_NUM_THREADS", "NUMEXPR_NUM_THREADS", "VECLIB_MAXIMUM_THREADS", "RAYON_NUM_THREADS")


def limit_threads(threads: int) -> None:
    """Gives OpenMP (torch), MKL and the tokenizers `threads` threads each; what is set stays.

    OpenBLAS, which numpy uses, gets one: a round divides its work by blocks among threads of its
    own, which costs half the CPU (0.7 us a row where two threads inside BLAS took 1.3). The
    variables count for libraries that are loaded later, the rest for those that are there.
    """
    for variable in OTHERS:
        threads_of(variable, threads)
    # By default a thread spins while it waits for the others. When something else has their
    # cores, that burns ours: MiniLM did 48 texts per CPU-second so, and 210 when it sleeps.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    threadpool_limits(limits=threads_of(OPENMP, threads), user_api="openmp")
    threadpool_limits(limits=threads_of(OPENBLAS, 1), user_api="blas")


def threads_of(variable: str, otherwise: int) -> int:
    """What a library's variable says (`4`, or of nested ones `4,2`); `otherwise` is set in it
    where it says nothing, or nothing that is a number."""
    first = os.environ.get(variable, "").partition(",")[0].strip()
    if not first.isdecimal() or int(first) == 0:
        first = os.environ[variable] = str(otherwise)
    return int(first)


@cache
def threads_for_torch() -> int:
    """How many threads of ours compute with torch at once: as many as it had, each with one now.

    A part each, such as a batch of texts, they wait for each other at the end alone. Inside torch
    they would at every product, spinning or asleep. It changes torch for the whole process.
    """
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    return threads


def lower_this_process() -> None:
    """Lets the API, and whatever else runs here, go first. Threads that are there already stay.

    Linux weighs threads within a session by their niceness, and sessions by one that each has as a
    whole. That of a shell stays as it is, for there are other programs in it.
    """
    if not hasattr(os, "nice"):
        return
    os.nice(NICENESS)
    if os.getsid(0) == os.getpid():
        lower_this_session()


def lower_this_session() -> None:
    """Where the system has no such thing, or lets nobody, nothing happens."""
    with suppress(OSError):
        for _ in range(10):
            try:
                AUTOGROUP.write_text(str(NICENESS))
                return
            except BlockingIOError:  # one of all that run here may in a tenth of a second
                time.sleep(0.15)


def lower_this_thread(niceness: int) -> None:
    """Lets the other threads of this process go first; threads it starts inherit that.

    Only Linux has priorities by thread; elsewhere all are equal.
    """
    if niceness:
        lower_this_thread_to(min(19, niceness_of_this_thread() + niceness))


def niceness_of_this_thread() -> int:
    if sys.platform != "linux":
        return 0
    return os.getpriority(os.PRIO_PROCESS, threading.get_native_id())


def lower_this_thread_to(niceness: int) -> None:
    """Where it isn't there already, or below."""
    if sys.platform == "linux" and niceness > niceness_of_this_thread():
        os.setpriority(os.PRIO_PROCESS, threading.get_native_id(), niceness)


def usable_cores() -> int:
    """Those that this process may use, where the system says; a container has fewer."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1
