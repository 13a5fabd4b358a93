"""Worker processes as they are in use: started by command, ended by signals and by stdin."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping
from pathlib import Path

from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]


class Process:
    """A Python module run in a process of its own, with what it wrote to standard error."""

    def __init__(self, arguments: list[str], environment: Mapping[str, str], log: Path) -> None:
        self._log = log.open("a")
        self._path = log
        self.process = subprocess.Popen(
            [sys.executable, "-W", "error", *arguments],
            stdin=subprocess.PIPE,
            stdout=self._log,
            stderr=self._log,
            env={**os.environ, **environment},
            cwd=log.parent,
        )
        self.pid = self.process.pid

    @property
    def log(self) -> str:
        return self._path.read_text()

    def close_stdin(self) -> None:
        assert self.process.stdin is not None
        self.process.stdin.close()

    def signal(self, number: signal.Signals) -> None:
        self.process.send_signal(number)

    def kill(self) -> None:
        """kill -9, and its end awaited."""
        self.process.kill()
        assert self.process.wait(PATIENCE_SECONDS) == -signal.SIGKILL

    def wait(self) -> int:
        """Its exit status."""
        return self.process.wait(PATIENCE_SECONDS)

    def end(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait(PATIENCE_SECONDS)
        self.close_stdin()
        self._log.close()
