"""An unpacked model reads texts as whoever took it away has it read them: in a process alone."""

import sys
import time
from collections.abc import Sequence
from importlib import import_module
from multiprocessing.connection import Connection
from pathlib import Path

from service.ports import Looking
from workers.child import awaited, in_child

FEW = 8
"""Texts that it reads first: what is loaded then is not what a text takes."""


def read_by_zip(folder: Path, texts: Sequence[str], look: Looking) -> tuple[float, float]:
    """The CPU-seconds that its `predict.py` takes for texts, once it is loaded, and those of the
    child that reads them, which has this thread's priority.

    What `look` raises ends the child. RuntimeError when it dies.
    """
    with in_child(_read, folder, texts) as child:
        seconds, whole = awaited(child, look)
        return float(seconds), float(whole)


def _read(parent: Connection, folder: Path, texts: Sequence[str]) -> None:
    sys.path.insert(0, str(folder))
    sys.dont_write_bytecode = True  # the folder is packed afterwards
    model = import_module("predict").Model()
    model.probabilities(list(texts[:FEW]))
    begun = time.process_time()
    model.probabilities(list(texts))
    seconds = time.process_time() - begun
    parent.send((seconds, time.process_time()))
