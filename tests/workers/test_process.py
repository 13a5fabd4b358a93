"""How a worker process ends."""

import subprocess
import sys

PROGRAM = """
import multiprocessing
from workers.process import live

held = []
live(lambda stop: held.append(multiprocessing.get_context("spawn").Lock()))
"""


def test_what_it_leaves_behind_is_cleared_away_without_a_word() -> None:
    """Whoever presses Ctrl+C has nothing to do about a semaphore."""
    ended = subprocess.run([sys.executable, "-c", PROGRAM], capture_output=True, text=True)
    assert (ended.returncode, ended.stderr) == (0, "")
