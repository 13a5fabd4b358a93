"""`import postil` is quick, and brings nothing heavy."""

import subprocess
import sys

MOST_SECONDS = 0.3
HEAVY = {"numpy", "pandas", "datasets", "matplotlib", "pydantic", "service", "workers"}
PROGRAM = """
import sys, time
began = time.process_time()
import postil
print(time.process_time() - began, *sys.modules)
"""


def test_it_is_imported_quickly_and_alone() -> None:
    """In seconds of the processor: what else runs here doesn't count."""
    tries = [
        subprocess.run(
            [sys.executable, "-c", PROGRAM], capture_output=True, text=True, check=True
        ).stdout.split()
        for _ in range(3)
    ]
    assert min(float(each[0]) for each in tries) < MOST_SECONDS
    assert not HEAVY & {*tries[0][1:]}
