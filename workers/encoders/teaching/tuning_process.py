"""An encoder learns in a process of its own: its memory goes with it, and its Python holds up no
round."""

import time
from collections.abc import Callable, Sequence
from multiprocessing.connection import Connection

import numpy as np
from numpy.typing import NDArray

from service.kit.errors import PostilError
from service.ports import Arrays, Tuning
from workers.child import Step, followed, in_child


def tune_in_process(
    encoder: Tuning,
    texts: Sequence[str],
    members: NDArray[np.int8],
    several: bool,
    seed: int,
    progress: Callable[[int, int], None],
) -> tuple[Arrays, float]:
    """What an encoder learns, as its `tune` has it, in a child of this thread's priority, and the
    CPU-seconds that it took.

    What `progress` raises ends the child. PostilError as `tune`, RuntimeError when it dies.
    """
    with in_child(_tune, encoder, texts, members, several, seed) as child:
        learnt, cpu_seconds = followed(child, progress)
        return learnt, float(cpu_seconds)


def _tune(
    parent: Connection,
    encoder: Tuning,
    texts: Sequence[str],
    members: NDArray[np.int8],
    several: bool,
    seed: int,
) -> None:
    def progress(done: int, total: int) -> None:
        parent.send(Step(done, total))

    try:
        learnt = encoder.tune(texts, members, several, seed, progress)
    except PostilError as error:  # such as a model that is missing, and how to get it
        parent.send(error)
        return
    parent.send((learnt, time.process_time()))
