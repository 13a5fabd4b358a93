"""The worker of a service on one machine: a child process, started again when it dies."""

import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from contextlib import ExitStack
from pathlib import Path

FIRST_PAUSE = 0.5
LONGEST_PAUSE = 30.0
# One that ran this long has been well: the next failure starts with a short pause again.
WELL_AFTER = 60.0
STOP_SECONDS = 10.0


class WorkerChild:
    """`python -m workers`, kept alive until `stop()`.

    The pipe on its standard input closes when this process ends, however it ends, and tells
    the child to end too. Its session is its own, so that it can let the parent go first, and Ctrl+C
    reaches only the parent, which stops it in order. What it says goes to `log`, else to standard
    error.
    """

    def __init__(self, environment: Mapping[str, str], log: Path | None = None) -> None:
        self._environment = os.environ | environment
        self._log = log
        self._stopping = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._watcher = threading.Thread(target=self._watch, name="worker-child", daemon=True)

    def start(self) -> None:
        self._watcher.start()

    def stop(self) -> None:
        """Ends the child; it gives back what it works on, so that nothing waits for it."""
        self._stopping.set()
        self._terminate()
        if self._watcher.is_alive():
            self._watcher.join(STOP_SECONDS)
        if self._process is not None and self._process.poll() is None:
            self._process.kill()
            self._process.wait()

    def _terminate(self) -> None:
        if self._process is not None and self._process.poll() is None:
            self._process.send_signal(signal.SIGTERM)

    def _watch(self) -> None:
        pause = FIRST_PAUSE
        while not self._stopping.is_set():
            started = time.monotonic()
            status = self._run()
            if self._stopping.is_set():
                return
            pause = FIRST_PAUSE if time.monotonic() - started > WELL_AFTER else pause
            print(
                f"The worker ended ({_reason(status)}). Another starts in {pause:g} s.",
                file=sys.stderr,
                flush=True,
            )
            self._stopping.wait(pause)
            pause = min(2 * pause, LONGEST_PAUSE)

    def _run(self) -> int:
        with ExitStack() as stack:
            log = stack.enter_context(self._log.open("ab")) if self._log else None
            self._process = subprocess.Popen(
                [sys.executable, "-m", "workers"],
                env=self._environment,
                stdin=subprocess.PIPE,
                stderr=log,
                start_new_session=True,
            )
        if self._stopping.is_set():  # stop() may have come before there was a process
            self._terminate()
        try:
            return self._process.wait()
        finally:
            assert self._process.stdin is not None
            self._process.stdin.close()


def _reason(status: int) -> str:
    if status < 0:
        return f"signal {signal.Signals(-status).name}"
    return f"exit status {status}"
