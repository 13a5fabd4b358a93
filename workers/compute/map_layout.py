"""Maps laid out in a process of their own: what that loads and takes goes with it."""

import time
from multiprocessing.connection import Connection

from service.core.arrays import FloatArray
from service.core.vectors.map_layout import lay_out
from service.ports import Looking
from workers.child import awaited, in_child


def lay_out_in_process(X: FloatArray, seed: int, look: Looking) -> tuple[FloatArray, float]:
    """The layout, computed by a child of this thread's priority, and its CPU-seconds.

    What `look` raises ends the child. RuntimeError when it dies.
    """
    with in_child(_compute, X, seed) as child:
        points, cpu_seconds = awaited(child, look)
        return points, float(cpu_seconds)


def _compute(parent: Connection, X: FloatArray, seed: int) -> None:
    points = lay_out(X, seed)
    parent.send((points, time.process_time()))
