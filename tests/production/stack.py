"""The production set-up, run from docker-compose.yml itself, with processes for containers.

Commands, environments, health checks and their order are those of the file and of the images'
Dockerfile. Only places differ: ports and hosts are of this machine, the volume is a folder, and
the images of PostgreSQL and Redis are this machine's programs.
"""

import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

import psycopg

from service.app import App
from service.bootstrap import build
from service.kit.settings import Settings
from tests import servers
from tests.forking import Forked
from tests.patience import PATIENCE_SECONDS, until
from tests.production import compose, dockerfile
from tests.production.compose import Service

# What whoever runs it writes to .env.
SECRETS = {
    "POSTGRES_PASSWORD": "0a1b2c3d4e5f",
    "REDIS_PASSWORD": "5f4e3d2c1b0a",
    "POSTIL_ADMIN_TOKEN": "an-admin-token-from-outside",
}
CHOICES = {
    "POSTIL_ENCODER": "hashing",
    "POSTIL_VIEWS": "",
    "POSTIL_WORKER_THREADS": "1",
}
PORTS = {"postgres": "5432", "redis": "6379", "api": "8765"}
HEALTH_SECONDS = 0.5
"""Between two health checks, each of which is a process."""
# Celery warns of its next default whenever it loses a connection; Python doesn't show that.
WARNINGS = "error,ignore::PendingDeprecationWarning"


class Stack:
    """Starts what `docker compose up --scale worker-cpu=2` would, and does it harm when told to."""

    def __init__(self, guard: servers.Guard, extra: Mapping[str, str]) -> None:
        self.guard = guard
        self._is_up = False
        self.services = compose.services(SECRETS | CHOICES)
        self._extra = dict(extra)
        self._stages = dockerfile.stages()
        self.data = guard.folder / "volume"
        self.data.mkdir()
        given = self.services["postgres"].environment
        assert given["POSTGRES_USER"] == servers.USER
        with_sockets = servers.Guard("postgres")  # PostgreSQL has its own user, so its own folder
        program, *options = self.services["postgres"].command
        assert program == "postgres"
        self.postgres = servers.Postgres(with_sockets, given["POSTGRES_PASSWORD"], options)
        password = SECRETS["REDIS_PASSWORD"]
        self.redis = servers.Redis(guard, self.services["redis"].command, password)
        self.port = servers.free_port()
        self.processes: dict[str, subprocess.Popen[bytes] | Forked] = {}
        self._app: App | None = None

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    @property
    def app(self) -> App:
        """The database and blobs of the stack, for tests to look into."""
        if self._app is None:
            environment = self._environment(self.services["api"])
            url = environment["POSTIL_DATABASE_URL"]
            self._app = build(Settings(data_dir=self.data, database_url=url, encoder="hashing"))
        return self._app

    def up(self) -> None:
        """Starts everything but what needs a profile, each when what it waits for is there."""
        chosen = {name: one for name, one in self.services.items() if not one.profiles}
        for service in compose.in_order(chosen):
            for other, condition in service.after.items():
                self._await(chosen[other], condition)
            for number in range(1, _copies(service.name) + 1):
                self.start(service.name, number)
        for name in chosen:
            if chosen[name].health and chosen[name].is_ours:
                for number in range(1, _copies(name) + 1):
                    self.await_health(name, number)
        self._is_up = True

    def start(self, name: str, number: int = 1) -> None:
        service = self.services[name]
        if name == "postgres":
            self.postgres.start()
            self._create_database(service)
        elif name == "redis":
            self.redis.start()
        else:
            self.processes[f"{name}-{number}"] = self._started(service, number)

    def _started(self, service: Service, number: int) -> "subprocess.Popen[bytes] | Forked":
        command = [*self._entry(service), *self._here(service.command, service, number)]
        log, env = self.log(service.name, number), self._environment(service, number)
        if not self._is_up:
            return self.guard.start(command, log, env=env, cwd=self.data)
        # By the same arguments. What a start takes was seen, and it is half of a restart.
        forked = Forked(command[1:], log, env=env, cwd=self.data)
        self.guard.keep(forked)
        return forked

    def kill(self, name: str, number: int = 1) -> int:
        """kill -9, as a container that is killed: with all its processes. Its process id."""
        process = self.processes.pop(f"{name}-{number}")
        assert process.poll() is None, f"{name} had ended: {self.log_tail(name, number)}"
        os.killpg(process.pid, signal.SIGKILL)
        assert process.wait(PATIENCE_SECONDS) == -signal.SIGKILL
        return process.pid

    def restart(self, name: str, number: int = 1) -> None:
        """Starts a killed one again, which its policy must ask for."""
        assert self.services[name].restart == "unless-stopped"
        self.start(name, number)

    def execute(self, name: str, *command: str) -> str:
        """What a command prints, run as `docker compose exec` would."""
        program, *arguments = command
        done = subprocess.run(
            [self._program(program), *arguments],
            env=self._environment(self.services[name]),
            cwd=self.data,
            capture_output=True,
            text=True,
            check=True,
        )
        return done.stdout

    def is_well(self, name: str, number: int = 1) -> bool:
        """What the health check of a service says."""
        service = self.services[name]
        assert service.health is not None, f"{name} has no health check"
        program, *arguments = service.health
        command = [self._program(program), *self._here(arguments, service, number)]
        return subprocess.run(command, capture_output=True, check=False).returncode == 0

    def await_health(self, name: str, number: int = 1) -> None:
        until(
            lambda: self.is_well(name, number),
            f"{name}-{number} is healthy; {self.log_tail(name, number)}",
            HEALTH_SECONDS,
        )

    def ended(self) -> list[str]:
        """Those that should run and don't, with what they said."""
        return [
            f"{name}: {self.log(*name.rsplit('-', 1)).read_text()[-3000:]}"
            for name, process in self.processes.items()
            if process.poll() is not None and not name.startswith("migrate")
        ]

    def log(self, name: str, number: int | str = 1) -> Path:
        return self.guard.folder / f"{name}-{number}.log"

    def logs(self) -> list[Path]:
        return [*sorted(self.guard.folder.glob("*.log")), self.postgres.log]

    def log_tail(self, name: str, number: int = 1) -> str:
        log = self.log(name, number)
        return log.read_text(errors="replace")[-3000:] if log.exists() else ""

    def down(self) -> None:
        if self._app is not None:
            self._app.close()
        self.postgres.guard.end()

    def _await(self, service: Service, condition: str) -> None:
        if condition == "service_healthy":
            self.await_health(service.name)
            return
        assert condition == "service_completed_successfully", condition
        status = self.processes[f"{service.name}-1"].wait(PATIENCE_SECONDS)
        assert status == 0, self.log_tail(service.name)

    def _create_database(self, service: Service) -> None:
        """What the image does when it starts for the first time."""
        name = service.environment["POSTGRES_DB"]
        with psycopg.connect(f"{self.postgres.url}/postgres", autocommit=True) as connection:
            there = connection.execute("SELECT FROM pg_database WHERE datname = %s", [name])
            if there.fetchone() is None:
                connection.execute(f'CREATE DATABASE "{name}"')  # type: ignore[call-overload]

    def _entry(self, service: Service) -> list[str]:
        """The entry point of its image."""
        for stage in self._lineage(service):
            if stage.entry is not None:
                return [self._program(stage.entry[0]), *stage.entry[1:]]
        raise AssertionError(f"the image of {service.name} has no entry point")

    def _lineage(self, service: Service) -> list[dockerfile.Stage]:
        [target] = {
            one.target
            for one in self.services.values()
            if one.image == service.image and one.target
        }
        return dockerfile.lineage(self._stages, target)

    def _environment(self, service: Service, number: int = 1) -> dict[str, str]:
        """As in a container: nothing of this shell's but where programs are."""
        shell = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
        found = {**shell, "LANG": "C.UTF-8", "PYTHONWARNINGS": WARNINGS}
        for stage in reversed(self._lineage(service)):
            found |= {name: value for name, value in stage.environment.items() if name != "PATH"}
        found |= service.environment
        here = self._here(found.values(), service, number)
        return dict(zip(found, here, strict=True)) | self._extra

    def _program(self, name: str) -> str:
        if name in ("postil", "python"):
            return str(Path(sys.executable).with_name(name))
        if name == "pg_isready":
            return str(self.postgres.programs / name)
        return str(servers.redis_program(name))

    def _here(self, texts: Iterable[str], service: Service, number: int) -> list[str]:
        """Places of a container as they are on this machine; its /tmp is its own."""
        own = self.guard.folder / f"tmp-{service.name}-{number}"
        own.mkdir(exist_ok=True)
        return [self._shared(re.sub(r"(?<![\w/])/tmp\b", str(own), text)) for text in texts]

    def _shared(self, text: str) -> str:
        """The same for what all containers share."""
        ports = {"postgres": self.postgres.port, "redis": self.redis.port, "api": self.port}
        for name, inside in PORTS.items():
            text = re.sub(rf"\b(localhost|{name}):{inside}\b", f"127.0.0.1:{ports[name]}", text)
            text = re.sub(rf"\b{inside}\b", str(ports[name]), text)
        text = re.sub(r"^(file://)?/data\b", rf"\1{self.data}", text)
        return "127.0.0.1" if text == "0.0.0.0" else text


def _copies(name: str) -> int:
    return 2 if name == "worker-cpu" else 1


@contextmanager
def running(extra: Mapping[str, str]) -> Iterator[Stack]:
    """The whole set-up while the block lasts; `extra` are variables for its processes."""
    with servers.guarded("production") as guard:
        stack = Stack(guard, extra)
        try:
            stack.up()
            yield stack
        finally:
            stack.down()
