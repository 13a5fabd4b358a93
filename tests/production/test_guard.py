"""Servers and processes of the tests end with them, however these end."""

import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.running import is_alive
from tests.patience import until

ROOT = Path(__file__).parents[2]
# A session of tests that has started a process, which started another.
SESSION = """
import signal, time
from tests.servers import guarded
signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background ignores it
with guarded("ends") as guard:
    made = guard.start(["sh", "-c", "sleep 600 & echo $! > child; wait"], guard.folder / "log")
    print(guard.folder, made.pid, flush=True)
    time.sleep(600)
"""
FORKED = """
import os, tempfile, time
from pathlib import Path
from tests.forking import Forked
folder = Path(tempfile.mkdtemp())
sleep = ["-m", "timeit", "-n", "1", "-r", "1", "import time; time.sleep(600)"]
print(Forked(sleep, folder / "log", env=os.environ, cwd=folder).pid, flush=True)
time.sleep(600)
"""


@pytest.mark.slow
def test_no_program_outlives_the_tests() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", FORKED], stdout=subprocess.PIPE, text=True, cwd=ROOT
    ) as session:
        assert session.stdout is not None
        program = int(session.stdout.readline())
        assert is_alive(program)
        session.send_signal(signal.SIGKILL)
    until(lambda: not is_alive(program), "it ends")


@pytest.mark.parametrize("how", [signal.SIGINT, signal.SIGKILL])
def test_nothing_outlives_the_tests(how: signal.Signals) -> None:
    with subprocess.Popen(
        [sys.executable, "-c", SESSION],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        cwd=ROOT,
    ) as session:
        assert session.stdout is not None
        folder, started = session.stdout.readline().split()
        note = Path(folder) / "child"
        until(lambda: note.exists() and note.read_text().strip(), "the process started another")
        pids = [int(started), int(note.read_text())]
        assert all(is_alive(pid) for pid in pids)
        session.send_signal(how)
    until(lambda: not any(is_alive(pid) for pid in pids), "both end")
    until(lambda: not Path(folder).exists(), "what they wrote is gone")
