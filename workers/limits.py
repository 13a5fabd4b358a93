"""How much of the machine a worker takes: threads of numeric libraries, priority."""

import os
import sys
import threading

from threadpoolctl import threadpool_limits

LIBRARIES = ("OMP", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")


def limit_threads(threads: int) -> None:
    """Gives OpenMP (torch), MKL and the tokenizers `threads` threads each; what is set stays.

    OpenBLAS, which numpy uses, gets one: a round divides its work by blocks among threads of its
    own, which costs half the CPU (0.7 us a row where two threads inside BLAS took 1.3). The
    variables count for libraries that are loaded later, the rest for those that are there.
    """
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")
    for library in LIBRARIES:
        os.environ.setdefault(f"{library}_NUM_THREADS", str(threads))
    os.environ.setdefault("RAYON_NUM_THREADS", str(threads))
    # By default a thread spins while it waits for the others. When something else has their
    # cores, that burns ours: MiniLM did 48 texts per CPU-second so, and 210 when it sleeps.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    threadpool_limits(limits=int(os.environ["OMP_NUM_THREADS"]), user_api="openmp")
    threadpool_limits(limits=int(os.environ["OPENBLAS_NUM_THREADS"]), user_api="blas")


def lower_this_process(niceness: int) -> None:
    """Lets the API, and whatever else runs here, go first."""
    if hasattr(os, "nice"):
        os.nice(niceness)


def lower_this_thread(niceness: int) -> None:
    """Lets the other threads of this process go first; threads it starts inherit that.

    Only Linux has priorities by thread; elsewhere all are equal.
    """
    if sys.platform == "linux" and niceness:
        thread = threading.get_native_id()
        now = os.getpriority(os.PRIO_PROCESS, thread)
        os.setpriority(os.PRIO_PROCESS, thread, min(19, now + niceness))
