"""How much of the machine a worker takes: threads of numeric libraries, and priority."""

import os
import sys
import threading

from threadpoolctl import threadpool_limits

LIBRARIES = ("OMP", "OPENBLAS", "MKL", "NUMEXPR", "VECLIB_MAXIMUM")


def limit_threads(threads: int) -> None:
    """Gives BLAS, OpenMP and the tokenizers `threads` threads each; what is set already stays.

    The variables count for libraries that are loaded later (torch), the rest for numpy, which
    reads them when it is imported.
    """
    for library in LIBRARIES:
        os.environ.setdefault(f"{library}_NUM_THREADS", str(threads))
    os.environ.setdefault("RAYON_NUM_THREADS", str(threads))
    # By default a thread spins while it waits for the others. When something else has their
    # cores, that burns ours: MiniLM did 48 texts per CPU-second so, and 210 when it sleeps.
    os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")
    threadpool_limits(limits=int(os.environ["OMP_NUM_THREADS"]))


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
