"""Memory goes back to the system when arrays are done with."""

import platform
import subprocess
import sys

import pytest

LEAVES_HOLES = """
import threading
from pathlib import Path
import numpy as np
from workers.freed_memory import give_back

def resident():
    pages = int(Path("/proc/self/statm").read_text().split()[1])
    return pages * 4096 / 1e6

kept = []
def work():
    made = [np.ones(2_000) for _ in range(10_000)]
    kept.extend(made[::100])

thread = threading.Thread(target=work)
thread.start()
thread.join()
before = resident()
give_back()
print(round(before - resident()))
"""


@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="what glibc is asked for")
def test_what_a_thread_left_goes_back() -> None:
    """160 MB, of which one array in a hundred is still in use."""
    ran = subprocess.run(
        [sys.executable, "-c", LEAVES_HOLES], capture_output=True, text=True, check=True
    )
    assert int(ran.stdout) > 100


KEEPS_KERNELS = """
import ctypes
from workers.freed_memory import keep_few_kernels, share_heaps

class Heaps(ctypes.Structure):
    _fields_ = [(f"field{n}", ctypes.c_size_t) for n in range(10)]

libc = ctypes.CDLL(None)
libc.mallinfo2.restype = Heaps
share_heaps()
keep_few_kernels()
from workers.encoders.registry import Encoders

model = Encoders().load("sentence_transformer")

def held():
    return libc.mallinfo2().field7 / 1e6

def encode(lengths):
    # A batch each, of another shape.
    for length in lengths:
        model.encode(["word " * length] * 6)

encode(range(3, 8))
before = held()
encode(range(8, 38))
print(round(held() - before))
"""


@pytest.mark.slow
@pytest.mark.skipif(platform.libc_ver()[0] != "glibc", reason="what glibc is asked for")
def test_shapes_of_batches_leave_nothing_behind() -> None:
    """Thirty of them, each of which takes 1.7 MB where all is kept."""
    ran = subprocess.run(
        [sys.executable, "-c", KEEPS_KERNELS], capture_output=True, text=True, check=True
    )
    assert int(ran.stdout) < 15
