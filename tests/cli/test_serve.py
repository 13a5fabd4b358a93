"""`postil serve`: one command, one sign-in link, and nothing left behind."""

import os
import re
import signal
import socket
from contextlib import closing
from pathlib import Path

import httpx
import pytest

from tests.cli.running import ends, forked, serving
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.slow

ENDED = re.compile(r"The worker ended \(signal SIGKILL\)")


def test_the_first_start_prints_a_link_that_signs_in_once(tmp_path: Path) -> None:
    """Ctrl+C ends it and its worker. At the next start its port is taken: it says so and takes
    another."""
    with serving(tmp_path, "serve", "--port", "0", is_forked=False) as served:
        with closing(served.sign_in()) as first:
            assert first.get("/me").json()["role"] == "admin"
        with pytest.raises(httpx.HTTPStatusError, match="401"):
            served.sign_in()
        worker = served.worker()
        assert served.stop() == 0
        assert ends(worker)
        assert "Traceback" not in served.output
    with (
        socket.create_server(("127.0.0.1", 0)) as taken,
        serving(tmp_path, "serve", "--port", str(taken.getsockname()[1])) as again,
    ):
        port = taken.getsockname()[1]
        assert again.url != f"http://127.0.0.1:{port}"
        assert f"port {port} was taken" in again.output
        assert "sign-in#token" not in again.output
        made = forked(tmp_path, "token", "--sign-in")
        assert made.stdout.startswith(f"{again.url}/sign-in#token=")
        secret = made.stdout.strip().partition("token=")[2]
        signed_in = httpx.post(
            f"{again.url}/api/v1/session", json={"token": secret}, timeout=PATIENCE_SECONDS
        )
        assert signed_in.status_code == 200


def test_stopping_ends_the_worker_too_and_leaves_the_data(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    (tmp_path / "work").mkdir()
    with serving(tmp_path / "work", "serve", "--port", "0", "--data-dir", str(elsewhere)) as served:
        assert str(elsewhere) in served.expect(re.compile(r"data:  (\S+)"))[0]
        assert f"postil token --sign-in --data-dir {elsewhere}\n" in served.output
        worker = served.worker()
        assert served.stop(signal.SIGTERM) == 0
        assert ends(worker)
        assert "Traceback" not in served.output
    assert (elsewhere / "postil.sqlite3").exists()
    assert not (elsewhere / "address").exists()
    assert {path.name for path in (tmp_path / "work").iterdir()} == {"serve.log"}


def test_a_killed_worker_is_started_again_and_a_data_directory_has_one_service(
    tmp_path: Path,
) -> None:
    """Killed, it takes its worker along, and another may take its place."""
    with serving(tmp_path, "serve", "--port", "0", is_forked=False) as first:
        url, killed = first.url, first.worker()
        os.kill(killed, signal.SIGKILL)
        worker = first.worker(other_than=killed)
        assert first.expect(ENDED)
        second = forked(tmp_path, "serve", "--port", "0")
        assert second.returncode == 1
        assert f"Postil already runs on postil-data, at {url}." in second.stderr
        assert httpx.get(f"{url}/healthz", timeout=PATIENCE_SECONDS).status_code == 200
        first.process.kill()
        assert ends(worker)
    with serving(tmp_path, "serve", "--port", "0") as third:
        assert third.url
