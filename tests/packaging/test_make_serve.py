"""`make serve` from outside: the page is up while the encoder is still being downloaded."""

import os
import re
import shutil
import signal
import subprocess
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import httpx
import pytest

from tests.cli.running import Served, command, environment
from tests.packaging.projects import SCRIPTS, make_install, make_wheel, require
from tests.patience import PATIENCE_SECONDS

pytestmark = pytest.mark.slow


@contextmanager
def index(wheel: Path, may_go: threading.Event) -> Iterator[str]:
    """The URL of a package index that has one wheel, and gives it when it may go."""

    class Index(BaseHTTPRequestHandler):
        def do_GET(self) -> None:  # its name is http.server's
            is_file = self.path.endswith(".whl")
            if is_file:
                may_go.wait(PATIENCE_SECONDS)
            page = f'<a href="/{wheel.name}">{wheel.name}</a>'.encode()
            self.send_response(200)
            self.send_header("Content-Type", "text/html")
            self.end_headers()
            self.wfile.write(wheel.read_bytes() if is_file else page)

        def log_message(self, *_: object) -> None:
            """Nothing on the terminal."""

    server = ThreadingHTTPServer(("127.0.0.1", 0), Index)
    threading.Thread(target=server.serve_forever).start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}/simple"
    finally:
        may_go.set()
        server.shutdown()
        server.server_close()


@pytest.fixture
def project(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A checkout where all but the encoder is installed: its `postil` is the one of here."""
    install = make_install(monkeypatch, tmp_path)
    install.make_venv()
    (tmp_path / ".venv" / "bin" / "postil").symlink_to(command()[0])
    shutil.copy2(SCRIPTS.parent / "Makefile", tmp_path)
    shutil.copytree(SCRIPTS, tmp_path / "scripts")
    names = str(install.IMPORTS["workers"]).split(", ")
    make_wheel(tmp_path, "encoder", "1.0", {f"{name}/__init__.py": "" for name in names})
    require(install, "encoder", "1.0")
    install.mark_installed("small")
    return tmp_path


def test_the_page_is_up_while_the_encoder_is_downloaded(project: Path) -> None:
    [wheel] = project.glob("*.whl")
    may_go = threading.Event()
    stamp = project / ".venv" / "installed-workers"
    log = project / "serve.log"
    with index(wheel, may_go) as url, log.open("w") as output:
        make = subprocess.Popen(
            # The page is built elsewhere: -o holds it for done.
            ["make", "-o", "page", "serve", f"PIP_ARGS=--index-url {url}", "ARGS=--port 0"],
            cwd=project,
            env=environment(project),
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
        )
        served = Served(make, log, project)
        try:
            assert httpx.get(served.url, timeout=PATIENCE_SECONDS).status_code == 200
            assert not stamp.exists()
            may_go.set()
            served.expect(re.compile("The encoder is installed"))
            assert stamp.exists()
        finally:
            os.killpg(make.pid, signal.SIGINT)
            make.wait(PATIENCE_SECONDS)
    assert "Requirement already satisfied" not in served.output
    assert "Traceback" not in served.output
