"""`postil serve`: one command, one sign-in link, and nothing left behind."""

import os
import re
import signal
import socket
import stat
import subprocess
import sys
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.cli.running import ends, forked, serving
from tests.patience import PATIENCE_SECONDS, WORK_SECONDS, until

pytestmark = pytest.mark.slow

ENDED = re.compile(r"The worker ended \(signal SIGKILL\)")


def test_the_first_start_prints_a_link_that_signs_in_once(tmp_path: Path) -> None:
    """Ctrl+C ends it and its worker. At the next start its port is taken: it says so and takes
    another. Nobody else on the machine reads the texts, or the hashes of secrets."""
    data = tmp_path / "postil-data"
    with serving(tmp_path, "serve", "--port", "0", is_forked=False) as served:
        with closing(served.sign_in()) as first:
            assert first.get("/me").json()["role"] == "admin"
            assert not git_would_add(tmp_path)
            project = first.post("/projects", json={"name": "P", "classes": []}).json()["id"]
            rows = [{"text": f"text {place}"} for place in range(20)]
            first.post(f"/projects/{project}/imports", json=rows)
            stats = f"/projects/{project}/stats"
            until(lambda: first.get(stats).json()["embedded"] == 20, "vectors")
        found = open_to_others(data)
        assert {name for name in found if "blobs/" not in name} <= {"address"}
        assert {name for name in found if not (data / name).is_dir()} <= {"address"}
        assert {path.name for path in data.glob("postil.sqlite3*")} > {"postil.sqlite3"}
        with pytest.raises(httpx.HTTPStatusError, match="401"):
            served.sign_in()
        worker = served.worker()
        assert served.stop() == 0
        assert ends(worker)
        assert "Traceback" not in served.output
    for path in data.glob("postil.sqlite3*"):
        path.chmod(0o644)
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        serving(tmp_path, "serve", "--port", str(taken.getsockname()[1])) as again,
    ):
        port = taken.getsockname()[1]
        assert again.url != f"http://127.0.0.1:{port}"
        assert f"port {port} was taken" in again.output
        assert "sign-in#token" not in again.output
        modes = {path.stat().st_mode & 0o777 for path in data.glob("postil.sqlite3*")}
        assert modes == {0o600}, "an earlier version left it open"
        made = forked(tmp_path, "token", "--sign-in")
        assert made.stdout.startswith(f"{again.url}/sign-in#token=")
        secret = made.stdout.strip().partition("token=")[2]
        signed_in = httpx.post(
            f"{again.url}/api/v1/session", json={"token": secret}, timeout=PATIENCE_SECONDS
        )
        assert signed_in.status_code == 200


def open_to_others(folder: Path) -> dict[str, str]:
    return {
        str(path.relative_to(folder)): stat.filemode(path.stat().st_mode)
        for path in [folder, *folder.rglob("*")]
        if path.stat().st_mode & 0o077
    }


def git_would_add(folder: Path) -> str:
    """In a repository around `folder`, beside the log of the service."""
    git = ("git", "-C", str(folder))
    subprocess.run([*git, "init", "--quiet"], check=True)
    untracked = [*git, "ls-files", "--others", "--exclude-standard", "--exclude=serve.log"]
    return subprocess.check_output(untracked, text=True)


def test_a_killed_worker_is_started_again_and_a_data_directory_has_one_service(
    tmp_path: Path,
) -> None:
    """Killed, it takes its worker along, and another may take its place. That one, stopped, ends
    its worker too and leaves the data."""
    elsewhere = tmp_path / "elsewhere"
    work = tmp_path / "work"
    work.mkdir()
    serve = ("serve", "--port", "0", "--data-dir", str(elsewhere))
    with serving(work, *serve, is_forked=False) as first:
        url, killed = first.url, first.worker()
        os.kill(killed, signal.SIGKILL)
        worker = first.worker(other_than=killed)
        assert first.expect(ENDED)
        second = forked(work, *serve)
        assert second.returncode == 1
        assert f"Postil already runs on {elsewhere}, at {url}." in second.stderr
        assert httpx.get(f"{url}/healthz", timeout=PATIENCE_SECONDS).status_code == 200
        assert str(elsewhere) in first.expect(re.compile(r"data:  (\S+)"))[0]
        assert f"postil token --sign-in --data-dir {elsewhere}\n" in first.output
        first.process.kill()
        assert ends(worker)
    with serving(work, *serve) as third:
        assert third.url
        worker = third.worker()
        assert third.stop(signal.SIGTERM) == 0
        assert ends(worker)
        assert "Traceback" not in third.output
    assert (elsewhere / "postil.sqlite3").exists()
    assert not (elsewhere / "address").exists()
    assert {path.name for path in work.iterdir()} == {"serve.log"}


READY = """
import sys
from pathlib import Path
from service.commands.server.embedded import run
from service.kit.settings import Settings
from service.people.queries.access import Access

def look(running):
    with running.app.read() as uow:
        print(uow[Access].first_admin() is not None, running.is_first_start)
    running.end()

run(Settings(data_dir=Path(sys.argv[1]), port=0, encoder="hashing"), look)
"""


def test_the_administrator_is_there_when_the_service_answers(tmp_path: Path) -> None:
    """`readyz` said ok before, and `POSTIL_ADMIN_TOKEN` was refused until a moment later."""
    assert looked_at_once(tmp_path) == "True True"
    assert looked_at_once(tmp_path) == "True False", "of the second start"


def looked_at_once(folder: Path) -> str:
    arguments = [sys.executable, "-c", READY, str(folder)]
    done = subprocess.run(arguments, capture_output=True, text=True, timeout=WORK_SECONDS)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()
