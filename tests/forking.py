"""Our programs in processes of their own, forked from one that has imported what they need.

To import it takes 2 to 5 s of CPU, more than most tests do with a program. One that is forked has
an environment, a folder, streams, a session and signals of its own like one that is executed. Tests
of the start itself run the command.
"""

import builtins
import ctypes
import multiprocessing
import os
import runpy
import signal
import subprocess
import sys
import warnings
from collections.abc import Mapping, Sequence
from multiprocessing import forkserver
from multiprocessing.connection import Connection
from pathlib import Path

from service.cli import main

FORKS = multiprocessing.get_context("forkserver")
FORKS.set_forkserver_preload(["tests.preloaded", __name__])


def start_for_all() -> None:
    """Starts the process that programs are forked from: one for whoever is forked from this one.

    They would look whether their own child still runs, and it is a child of this one.
    """
    forkserver.ensure_running()
    forkserver._forkserver.ensure_running = lambda: None  # type: ignore[attr-defined]


SIGNAL_AT_PARENTS_DEATH = 1
"""PR_SET_PDEATHSIG of Linux."""
QUIET = ",".join(
    f"ignore::{kind}Warning" for kind in ("Deprecation", "PendingDeprecation", "Import", "Resource")
)
"""What Python says nothing of, unless PYTHONWARNINGS says otherwise. All others are errors."""


class Forked:
    """`postil ARGUMENTS`, or `python -m MODULE` for `("-m", MODULE)`; else as `subprocess.Popen`.

    What it writes is added to the file `log`, its errors to `errors` if that is another.
    """

    def __init__(
        self,
        arguments: Sequence[str],
        log: Path,
        *,
        env: Mapping[str, str],
        cwd: Path,
        errors: Path | None = None,
    ) -> None:
        self.args = arguments
        log.touch()
        stdin, writer = FORKS.Pipe(duplex=False)
        asked = (arguments, stdin, log, errors or log, dict(env), cwd)
        self._process = FORKS.Process(target=_become, args=asked)
        self._process.start()
        stdin.close()
        self._stdin = writer

    @property
    def pid(self) -> int:
        assert self._process.pid is not None
        return self._process.pid

    @property
    def returncode(self) -> int | None:
        return self.poll()

    def poll(self) -> int | None:
        return self._process.exitcode

    def wait(self, timeout: float | None = None) -> int:
        """Its exit status. `subprocess.TimeoutExpired` when it goes on for longer."""
        self._process.join(timeout)
        if (status := self.poll()) is None:
            raise subprocess.TimeoutExpired(self.args, timeout or 0)
        self.close_stdin()
        return status

    def type(self, typed: str) -> None:
        """All that it will read from its standard input."""
        os.write(self._stdin.fileno(), typed.encode())
        self.close_stdin()

    def close_stdin(self) -> None:
        self._stdin.close()

    def send_signal(self, number: signal.Signals) -> None:
        if self.poll() is None:
            os.kill(self.pid, number)

    def terminate(self) -> None:
        self.send_signal(signal.SIGTERM)

    def kill(self) -> None:
        self.send_signal(signal.SIGKILL)


def _end_with_the_tests() -> None:
    """However those end: with the last of them ends the process that forked this one.

    Which holds nothing open that keeps that one.
    """
    os.close(forkserver._forkserver._forkserver_alive_fd)  # type: ignore[attr-defined]
    if sys.platform == "linux":
        ctypes.CDLL(None).prctl(SIGNAL_AT_PARENTS_DEATH, signal.SIGKILL)


def _become(
    arguments: Sequence[str],
    stdin: Connection,
    log: Path,
    errors: Path,
    env: Mapping[str, str],
    cwd: Path,
) -> None:
    """What lies between a fork and a program's first line."""
    os.setsid()
    _end_with_the_tests()
    files = [os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND) for path in (log, errors)]
    for number, file in enumerate([stdin.fileno(), *files]):
        os.dup2(file, number)
    sys.stdin = os.fdopen(0, closefd=False)
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(write_through=True)
    os.chdir(cwd)
    os.environ.clear()
    os.environ.update(env)
    sys.path[:0] = filter(None, env.get("PYTHONPATH", "").split(os.pathsep))
    for option in env.get("PYTHONWARNINGS", QUIET).split(","):
        action, _, category = option.partition("::")
        if category:
            warnings.simplefilter(action, getattr(builtins, category))
    if arguments[0] == "-m":
        sys.argv = list(arguments[1:])
        runpy.run_module(arguments[1], run_name="__main__")
    else:
        sys.argv = ["postil", *arguments]
        main()
