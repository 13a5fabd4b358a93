"""Comparisons in a process of their own, so that minutes of Python hold up no round.

A thread would take turns at the interpreter with the one that ranks, and whoever has it keeps it
until the system lets it run: its low priority would become the round's.
"""

import time
from multiprocessing.connection import Connection

from threadpoolctl import threadpool_limits

from service.core.replay.comparison import SPLITS, Answered, Progress, ReplayResult, compare
from workers.child import Step, followed, in_child
from workers.freed_memory import trim


def compare_in_process(
    answered: Answered, progress: Progress, splits: int = SPLITS
) -> tuple[ReplayResult, float]:
    """The comparison, computed by a child of this thread's priority, and its CPU-seconds.

    What `progress` raises ends the child. RuntimeError when it dies.
    """
    with in_child(_compute, answered, splits) as child:
        comparison, cpu_seconds = followed(child, progress)
        return comparison, float(cpu_seconds)


def _compute(parent: Connection, answered: Answered, splits: int) -> None:
    threadpool_limits(1)

    def progress(done: int, total: int) -> None:
        parent.send(Step(done, total))
        trim()  # a campaign leaves behind as much as it held

    comparison = compare(answered, progress, splits)
    parent.send((comparison, time.process_time()))
