"""A fleet whose database comes late, or is away for a while."""

import signal
from collections.abc import Iterator, Mapping
from contextlib import closing
from pathlib import Path

import httpx
import psycopg
import pytest

from service.bootstrap import build
from service.kit.settings import Settings
from tests import servers
from tests.cli import running
from tests.patience import until
from tests.workers.processes import Process

pytestmark = pytest.mark.slow

WAITS = "can't start without the database"


class Fleet:
    """A PostgreSQL that doesn't run yet, a Redis that does, and processes that need both."""

    def __init__(self, postgres: servers.Postgres, redis_url: str, folder: Path) -> None:
        self.postgres = postgres
        self.url = f"{postgres.url}/postil"
        self._redis_url, self._folder = redis_url, folder
        self.started: list[Process] = []

    def start(self, *arguments: str) -> Process:
        log = self._folder / f"{arguments[0]}-{len(self.started)}.log"
        self.started.append(Process(arguments, self.environment, log))
        return self.started[-1]

    @property
    def environment(self) -> Mapping[str, str]:
        return {
            "POSTIL_DATA_DIR": str(self._folder),
            "POSTIL_DATABASE_URL": self.url,
            "POSTIL_BROKER_URL": self._redis_url,
            "POSTIL_ENCODER": "hashing",
        }

    def make_database(self) -> None:
        with psycopg.connect(f"{self.postgres.url}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE postil")
        settings = Settings(data_dir=self._folder, database_url=self.url)
        with closing(build(settings)) as app:
            app.migrate()


@pytest.fixture
def fleet(tmp_path: Path) -> Iterator[Fleet]:
    with servers.guarded("late") as guard, servers.redis() as redis_url:
        made = Fleet(servers.Postgres(guard), redis_url, tmp_path)
        yield made
        for process in made.started:
            process.end()
            assert "Traceback" not in process.log, process.log


def test_what_starts_before_the_database_waits_for_it(fleet: Fleet) -> None:
    """The relay ended, and whatever was queued waited until somebody saw it."""
    fleet.postgres.start()
    fleet.make_database()
    fleet.postgres.stop(signal.SIGQUIT)
    port = servers.free_port()
    begun = {
        "relay": (fleet.start("relay"), "Relaying due jobs"),
        "worker": (fleet.start("worker"), "takes jobs of cpu"),
        "api": (fleet.start("api", "--port", str(port)), f"runs at http://127.0.0.1:{port}"),
    }
    for process, _ in begun.values():
        until(lambda process=process: WAITS in process.log, process.log)  # type: ignore[misc]
    fleet.postgres.start()
    for name, (process, says) in begun.items():
        until(lambda process=process, says=says: says in process.log, name)  # type: ignore[misc]
    assert httpx.get(f"http://127.0.0.1:{port}/readyz").json()["status"] == "ok"


def test_a_relay_that_waits_for_the_database_ends_in_good_order(fleet: Fleet) -> None:
    relay = fleet.start("relay")
    until(lambda: WAITS in relay.log)
    relay.signal(signal.SIGTERM)
    assert relay.wait() == 0


def test_an_api_process_that_begins_without_the_database_says_so(fleet: Fleet) -> None:
    """Each of them died of it, and left ninety lines."""
    fleet.postgres.start()
    fleet.make_database()
    port = servers.free_port()
    api = fleet.start("api", "--port", str(port), "--processes", "2")

    def ready() -> int:
        try:
            return httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=20).status_code
        except httpx.HTTPError:  # no process is there yet
            return 0

    until(lambda: ready() == 200, "it answers")
    fleet.postgres.stop(signal.SIGQUIT)
    for child in running.children(api.pid):
        if "spawn_main" in str(running.arguments_of(child)):
            running.kill(child)
    until(lambda: ready() == 503, "others answer, without a database")
    fleet.postgres.start()
    until(lambda: ready() == 200, "they find it when it is there")
