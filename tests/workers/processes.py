"""Worker processes as they are in use: ended by signals and by stdin."""

import os
import signal
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.forking import Forked
from tests.patience import PATIENCE_SECONDS

ROOT = Path(__file__).parents[2]
CHILD = ("-m", "workers")
"""What `postil serve` starts."""


class Process:
    """A worker or relay in a process of its own, with what it wrote to standard error."""

    def __init__(
        self,
        arguments: Sequence[str],
        environment: Mapping[str, str],
        log: Path,
        *,
        is_forked: bool = True,
    ) -> None:
        self._log = log
        env = {**os.environ, **environment}
        self.process: Forked | subprocess.Popen[bytes]
        if is_forked:
            env["PYTHONWARNINGS"] = "error"
            self.process = Forked(arguments, log, env=env, cwd=log.parent)
        else:
            self.process = _executed(arguments, env, log)
        self.pid = self.process.pid

    @property
    def autogroup(self) -> str:
        """Of all its session, as the system says it; nothing where it has no such thing."""
        told = Path(f"/proc/{self.pid}/autogroup")
        return told.read_text() if told.exists() else ""

    @property
    def log(self) -> str:
        return self._log.read_text()

    def close_stdin(self) -> None:
        if isinstance(self.process, Forked):
            self.process.close_stdin()
        elif self.process.stdin is not None:
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


def _executed(
    arguments: Sequence[str], env: Mapping[str, str], log: Path
) -> "subprocess.Popen[bytes]":
    with log.open("a") as output:
        return subprocess.Popen(
            [sys.executable, "-W", "error", *arguments],
            stdin=subprocess.PIPE,
            stdout=output,
            stderr=output,
            env=env,
            cwd=log.parent,
            start_new_session=True,
        )
