"""PostgreSQL, Redis, two workers and an API of some processes, on this machine."""

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import httpx
import psycopg

from benchmarks.serving import Served
from tests import servers
from tests.cli.running import children
from tests.patience import until

WORKERS = 2
POSTGRES = ("-c", "fsync=on", "-c", "max_connections=300", "-c", "shared_buffers=256MB")


@contextmanager
def fleet(
    folder: Path, token: str, encoder: str, processes: int, views: str = ""
) -> Iterator[Served]:
    """Its database is on the disk of `folder`, and written as where data counts."""
    with servers.guarded("fleet") as guard, servers.guarded("postgres", folder.parent) as on_disk:
        database, redis = servers.Postgres(on_disk, options=POSTGRES), servers.Redis(guard)
        database.start()
        redis.start()
        with psycopg.connect(f"{database.url}/postgres", autocommit=True) as connection:
            connection.execute("CREATE DATABASE postil")
        port = servers.free_port()
        environment = servers.environment(
            {
                "POSTIL_ADMIN_TOKEN": token,
                "POSTIL_BROKER_URL": redis.url,
                "POSTIL_DATABASE_URL": f"{database.url}/postil",
                "POSTIL_DATA_DIR": str(folder / "data"),
                "POSTIL_ENCODER": encoder,
                "POSTIL_VIEWS": views,
                "POSTIL_WORKER_THREADS": "1",
            }
        )
        program = str(Path(sys.executable).with_name("postil"))

        def start(*command: str) -> subprocess.Popen[bytes]:
            log = guard.folder / f"{command[0]}.log"
            return guard.start([program, *command], log, env=environment, cwd=folder)

        assert start("migrate").wait() == 0
        api = start("api", "--port", str(port), "--processes", str(processes))
        relay = start("relay")
        workers = [start("worker", "--lanes", "cpu") for _ in range(WORKERS)]
        url = f"http://127.0.0.1:{port}"
        until(lambda: _answers(url), "the API answers")

        def parts() -> dict[str, list[int]]:
            assert database.process is not None
            return {
                "API": [api.pid, *children(api.pid)],
                "PostgreSQL": [database.process.pid, *children(database.process.pid)],
                "workers": [each.pid for each in workers],
                "relay": [relay.pid],
            }

        where = f"{database.url}/postil".replace("postgresql:", "postgresql+psycopg:")
        yield Served(url, api, where, parts)


def _answers(url: str) -> bool:
    try:
        return httpx.get(url).is_success
    except httpx.TransportError:
        return False
