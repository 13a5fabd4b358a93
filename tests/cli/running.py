"""`postil` as people run it: in a process of its own, in an empty folder."""

import os
import re
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path

import httpx

from tests.forking import Forked
from tests.patience import PATIENCE_SECONDS, WORK_SECONDS

SIGN_IN = re.compile(r"(http://\S+)/sign-in#token=(\S+)")
ADDRESS = re.compile(r"runs at (http://\S+)")


class Served:
    """A `postil serve` (or `demo`), what it printed, and a way in."""

    def __init__(self, process: subprocess.Popen[str] | Forked, log: Path, folder: Path) -> None:
        self.process = process
        self.folder = folder
        self._log = log

    @property
    def output(self) -> str:
        return self._log.read_text()

    @property
    def url(self) -> str:
        return self.expect(ADDRESS)[1]

    def expect(self, pattern: "re.Pattern[str]") -> re.Match[str]:
        """What it prints sooner or later."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            if found := pattern.search(self.output):
                return found
            assert self.process.poll() is None, f"it ended early:\n{self.output}"
            time.sleep(0.05)
        raise AssertionError(f"{pattern.pattern!r} is not in what it printed:\n{self.output}")

    def sign_in(self) -> httpx.Client:
        """Someone who opened the printed link."""
        found = self.expect(SIGN_IN)
        client = httpx.Client(base_url=f"{found[1]}/api/v1", timeout=PATIENCE_SECONDS)
        answer = client.post("/session", json={"token": found[2]})
        if answer.is_error:
            client.close()
        answer.raise_for_status()
        return client

    def worker(self, other_than: int = 0) -> int:
        """The process id of the worker child, once there is one."""
        deadline = time.monotonic() + PATIENCE_SECONDS
        while time.monotonic() < deadline:
            for child in children(self.process.pid):
                if child != other_than and is_alive(child) and "workers" in arguments_of(child):
                    return child
            time.sleep(0.05)
        raise AssertionError(f"no worker was started:\n{self.output}")

    def stop(self, how: signal.Signals = signal.SIGINT) -> int:
        self.process.send_signal(how)
        return self.process.wait(PATIENCE_SECONDS)


def environment(folder: Path, more: Mapping[str, str] | None = None) -> dict[str, str]:
    """Nothing of this shell but PATH, as on a machine where nothing is set up."""
    kept = {"PATH": os.environ.get("PATH", os.defpath), "HOME": str(folder), "LANG": "C.UTF-8"}
    chosen = {"POSTIL_ENCODER": "hashing", "POSTIL_VIEWS": "", "PYTHONUNBUFFERED": "1"}
    return kept | chosen | dict(more or {})


def command(*arguments: str) -> list[str]:
    return [str(Path(sys.executable).with_name("postil")), *arguments]


def postil(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None
) -> subprocess.CompletedProcess[str]:
    """Runs a verb to its end."""
    return subprocess.run(
        command(*arguments),
        cwd=folder,
        env=environment(folder, env),
        capture_output=True,
        text=True,
        timeout=WORK_SECONDS,
        check=False,
    )


def forked(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None, typed: str = ""
) -> subprocess.CompletedProcess[str]:
    """As `postil`, by a process that has imported what verbs need; `typed` is its input."""
    with tempfile.TemporaryDirectory() as place:
        said = (Path(place) / "stdout", Path(place) / "stderr")
        process = Forked(
            arguments, said[0], env=environment(folder, env), cwd=folder, errors=said[1]
        )
        try:
            process.type(typed)
            status = process.wait(WORK_SECONDS)
        finally:
            process.kill()
        out, errors = (path.read_text() for path in said)
    return subprocess.CompletedProcess(arguments, status, out, errors)


@contextmanager
def serving(
    folder: Path, *arguments: str, env: Mapping[str, str] | None = None, is_forked: bool = True
) -> Iterator[Served]:
    """A verb that goes on, ended with the block if it hasn't ended by then.

    `is_forked`: by a process that has imported what it needs; else by the command.
    """
    log = folder / f"{arguments[0]}.log"
    log.write_text("")
    set_up = environment(folder, env)
    if is_forked:
        process: subprocess.Popen[str] | Forked = Forked(arguments, log, env=set_up, cwd=folder)
    else:
        process = _executed(folder, arguments, log, set_up)
    try:
        yield Served(process, log, folder)
    finally:
        left = children(process.pid)
        process.kill()
        process.wait()
        # A worker may write for a moment more, to what a test looks at next.
        assert all(ends(child) for child in left)


def _executed(
    folder: Path, arguments: Sequence[str], log: Path, env: Mapping[str, str]
) -> "subprocess.Popen[str]":
    with log.open("w") as output:
        return subprocess.Popen(
            command(*arguments),
            cwd=folder,
            env=env,
            stdout=output,
            stderr=subprocess.STDOUT,
            text=True,
            start_new_session=True,
        )


def children(pid: int) -> list[int]:
    """The processes it started, from any of its threads."""
    threads = Path(f"/proc/{pid}/task").glob("*")
    return [int(child) for t in threads for child in _proc(pid, f"task/{t.name}/children").split()]


def arguments_of(pid: int) -> list[str]:
    return _proc(pid, "cmdline").split("\0")


def is_alive(pid: int) -> bool:
    """Whether it still runs; one that has ended and that nobody has waited for doesn't."""
    fields = _proc(pid, "stat").rpartition(")")[2].split()
    return bool(fields) and fields[0] not in "ZX"


def kill(pid: int) -> None:
    os.kill(pid, signal.SIGKILL)


def cpu_seconds(pid: int) -> float:
    fields = _proc(pid, "stat").rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def _proc(pid: int, name: str) -> str:
    try:
        return Path(f"/proc/{pid}/{name}").read_text()
    except (FileNotFoundError, ProcessLookupError):
        return ""


def ends(pid: int) -> bool:
    """Whether a process ends."""
    deadline = time.monotonic() + PATIENCE_SECONDS
    while is_alive(pid):
        if time.monotonic() > deadline:
            return False
        time.sleep(0.05)
    return True
